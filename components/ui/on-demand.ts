import { type ComponentType, useEffect, useReducer, useRef } from 'react'
import { toast } from './toast'

export interface OnDemand<Props> {
  /** Fetches it ahead: the pointer or the focus came near. */
  preload: () => void
  /** The component, once it is wanted and there. `onFailed` runs where it cannot be fetched; the person is told. */
  useWhen: (isWanted: boolean, onFailed: () => void) => ComponentType<Props> | undefined
}

/** A component whose code is fetched when it is first wanted, so that no page waits for it. */
export function onDemand<Props>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let loaded: ComponentType<Props> | undefined
  let pending: Promise<unknown> | undefined

  function start(): Promise<unknown> {
    pending ??= load().then(
      (component) => {
        loaded = component
      },
      (error) => {
        pending = undefined // the next one who wants it tries again
        throw error
      },
    )
    return pending
  }

  return {
    preload: () => {
      start().catch(() => {}) // whoever wants it tries again, and says so
    },
    useWhen: (isWanted, onFailed) => {
      const [, redraw] = useReducer((count: number) => count + 1, 0)
      const failed = useRef(onFailed)
      useEffect(() => {
        failed.current = onFailed
      })
      const shown = isWanted ? loaded : undefined
      useEffect(() => {
        if (!isWanted || shown) return
        let isCurrent = true
        start().then(
          () => isCurrent && redraw(),
          () => isCurrent && tellAndGiveUp(failed.current),
        )
        return () => {
          isCurrent = false
        }
      }, [isWanted, shown])
      return shown
    },
  }
}

function tellAndGiveUp(onFailed: () => void) {
  toast.error('A part of this page could not be loaded', {
    description: 'Check the connection, then reload the page.',
  })
  onFailed()
}
