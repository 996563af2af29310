import type { TimeWindow } from './calendar'

export type Grain = 'hour' | 'day'

/** A part of a window whose figures stand in rows of one grain. */
export interface Segment extends TimeWindow {
  /** Which of the windows it belongs to. */
  slot: number
  grain: Grain
}

const DAY_MS = 86_400_000

/** Which rows make up each window: the whole days of UTC in it, and hours at its ends. */
export function segmentsOf(windows: readonly TimeWindow[]): Segment[] {
  return windows.flatMap(({ fromMs, toMs }, slot) => {
    const firstDayMs = Math.ceil(fromMs / DAY_MS) * DAY_MS
    const lastDayMs = Math.floor(toMs / DAY_MS) * DAY_MS
    if (firstDayMs >= lastDayMs) return [{ slot, grain: 'hour' as const, fromMs, toMs }]
    const segments: Segment[] = [
      { slot, grain: 'hour', fromMs, toMs: firstDayMs },
      { slot, grain: 'day', fromMs: firstDayMs, toMs: lastDayMs },
      { slot, grain: 'hour', fromMs: lastDayMs, toMs },
    ]
    return segments.filter((segment) => segment.fromMs < segment.toMs)
  })
}
