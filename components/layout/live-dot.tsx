'use client'

import { cn } from '../ui/cn'
import { Tooltip } from '../ui/tooltip'

export type LiveState = 'connected' | 'reconnecting' | 'offline'

const LOOKS: Record<LiveState, { word: string; about: string; dot: string }> = {
  connected: { word: 'Live', about: 'Live: changes appear as they happen', dot: 'bg-success' },
  reconnecting: {
    word: 'Reconnecting',
    about: 'Reconnecting: what you see may be a little old',
    dot: 'bg-warning animate-shimmer',
  },
  offline: { word: 'Offline', about: 'Offline: tries again by itself', dot: 'bg-danger' },
}

/** Whether live updates arrive. Quiet while they do; a word stands beside the dot when they do not. */
export function LiveDot({ state }: { state: LiveState }) {
  const { word, about, dot } = LOOKS[state]
  return (
    <Tooltip content={about} side="bottom">
      <output
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard
        tabIndex={0}
        className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-fg-muted text-xs"
      >
        <span aria-hidden="true" className={cn('size-1.5 rounded-full', dot)} />
        <span className={state === 'connected' ? 'sr-only' : undefined}>{word}</span>
      </output>
    </Tooltip>
  )
}
