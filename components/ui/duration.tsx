'use client'

import { formatDuration } from '@/server/kernel/durations'
import { cn } from './cn'
import { useNow } from './use-now'

export type DurationProps = { className?: string } & (
  | { durationMs: number | null | undefined }
  /** Ticks while `endedAt` is missing. */
  | { startedAt: string | Date | null | undefined; endedAt?: string | Date | null | undefined }
)

/** `1m 32s`; counts on where it has a start and no end; `–` where there is nothing to tell. */
export function Duration(props: DurationProps) {
  const isLive = 'startedAt' in props && Boolean(props.startedAt) && !props.endedAt
  const now = useNow(1_000, isLive)
  const durationMs = 'startedAt' in props ? between(props.startedAt, props.endedAt ?? now) : props.durationMs
  return (
    <span className={cn('tabular whitespace-nowrap', props.className)}>
      {durationMs === undefined || durationMs === null
        ? '–'
        : formatDuration(Math.max(0, isLive ? whole(durationMs) : durationMs))}
    </span>
  )
}

function between(
  start: string | Date | null | undefined,
  end: string | Date | number | undefined,
): number | undefined {
  if (!start || end === undefined) return undefined
  return new Date(end).getTime() - new Date(start).getTime()
}

// A live count shows whole seconds, so that it does not flicker between "4.0s" and "5.0s" forms.
function whole(durationMs: number): number {
  return Math.max(1_000, Math.ceil(durationMs / 1_000) * 1_000)
}
