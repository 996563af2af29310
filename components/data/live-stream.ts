import { CallError, callErrorOf, streamAddress } from './api-call'

export interface StreamHandlers {
  onStarted?: () => void
  onConnectionStateChange?: (connection: { state: 'connecting' | 'pending'; error: Error | null }) => void
  onData?: (data: unknown) => void
  /** The stream failed, and nothing more comes. */
  onError?: (error: Error) => void
  /** The server ended it. */
  onComplete?: () => void
}

/** The server had trouble of its own: the browser connects again by itself. */
const PASSING_CODE = -32_603

/** Follows one of tRPC's streams over the browser's `EventSource`; after a gap it goes on behind the last event. */
export function followStream(path: string, input: object, handlers: StreamHandlers) {
  let lastEventId = ''
  let source: EventSource | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  const connecting = (error: Error | null) =>
    handlers.onConnectionStateChange?.({ state: 'connecting', error })

  function stop() {
    clearTimeout(silence)
    source?.close()
  }

  function fail(error: Error) {
    stop()
    handlers.onError?.(error)
  }

  function open() {
    const events = new EventSource(streamAddress(path, lastEventId ? { ...input, lastEventId } : input))
    source = events
    let silenceMs: number | undefined
    const heard = () => {
      clearTimeout(silence)
      if (silenceMs === undefined) return
      silence = setTimeout(() => {
        events.close()
        connecting(new Error(`Nothing was heard for ${silenceMs} ms.`))
        open()
      }, silenceMs)
    }
    events.addEventListener('connected', ({ data }) => {
      silenceMs = JSON.parse(data).reconnectAfterInactivityMs
      heard()
      handlers.onStarted?.()
      handlers.onConnectionStateChange?.({ state: 'pending', error: null })
    })
    events.addEventListener('ping', heard)
    events.addEventListener('message', ({ data, lastEventId: id }) => {
      heard()
      lastEventId = id
      const value: unknown = JSON.parse(data)
      handlers.onData?.(id ? { id, data: value } : value)
    })
    events.addEventListener('serialized-error', ({ data }) => {
      heard()
      const error: { code: number } = JSON.parse(data)
      if (error.code === PASSING_CODE) connecting(callErrorOf(error))
      else fail(callErrorOf(error))
    })
    events.addEventListener('error', () => {
      const error = new CallError('The stream of changes broke.', undefined)
      if (events.readyState === EventSource.CLOSED) fail(error)
      else connecting(error)
    })
    events.addEventListener('return', () => {
      stop()
      handlers.onComplete?.()
    })
  }

  connecting(null)
  open()
  return { unsubscribe: stop }
}
