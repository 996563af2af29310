import type { Clock } from './ports'

/** Timers take at most this long; longer sleeps are slept in parts. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(durationMs, signal) {
    const untilMs = Date.now() + durationMs
    while (!signal?.aborted) {
      const leftMs = untilMs - Date.now()
      if (leftMs <= 0) return
      await timer(Math.min(leftMs, LONGEST_TIMER_MS), signal)
    }
  },
  tick: () => new Promise((resolve) => setImmediate(resolve)),
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
