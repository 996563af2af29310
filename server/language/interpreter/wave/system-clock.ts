import type { Clock } from './ports'

/** Timers take at most this long; longer sleeps are slept in parts. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(durationMs, signal) {
    // Not by the calendar, which may be set while this sleeps.
    const untilMs = performance.now() + durationMs
    while (!signal?.aborted) {
      const leftMs = untilMs - performance.now()
      if (leftMs <= 0) return
      await timer(Math.min(leftMs, LONGEST_TIMER_MS), signal)
    }
  },
  tick: () => new Promise((resolve) => setImmediate(resolve)),
}

/** The same, where it is `at` now: another machine's time, whatever is set on this one. */
export function clockSince(at: Date, clock: Clock): Clock {
  const differenceMs = at.getTime() - performance.now()
  return { ...clock, now: () => new Date(differenceMs + performance.now()) }
}

function timer(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(handle)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const handle = setTimeout(end, durationMs)
    signal?.addEventListener('abort', end)
  })
}
