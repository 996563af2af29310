import type { Clock } from '../interpreter'

export interface VirtualClock extends Clock {
  /** Moves the time on by hand, waking sleepers on the way in order. */
  advance(durationMs: number): Promise<void>
}

interface Sleeper {
  atMs: number
  order: number
  wake: () => void
}

/** This many turns of the event loop without any sleep or tick mean that everyone waits for time to pass. */
const QUIET_TURNS = 4

/**
 * A clock that tests own. With `auto` it jumps to the next sleeper as soon as nothing else happens, so a run
 * of hours takes milliseconds; without, time stands still until `advance`.
 */
export function createVirtualClock(options: { startAt?: string; auto?: boolean } = {}): VirtualClock {
  const { startAt = '2026-01-01T00:00:00.000Z', auto = true } = options
  let nowMs = Date.parse(startAt)
  let order = 0
  let quietTurns = 0
  let isWatching = false
  const sleepers = new Set<Sleeper>()

  const wakeNext = (untilMs = Number.POSITIVE_INFINITY): boolean => {
    const [next] = [...sleepers].sort((a, b) => a.atMs - b.atMs || a.order - b.order)
    if (!next || next.atMs > untilMs) return false
    nowMs = Math.max(nowMs, next.atMs)
    next.wake()
    return true
  }
  const watch = () => {
    quietTurns += 1
    if (quietTurns > QUIET_TURNS) {
      quietTurns = 0
      wakeNext()
    }
    if (sleepers.size === 0) isWatching = false
    else setImmediate(watch)
  }
  const startWatching = () => {
    quietTurns = 0
    if (!auto || isWatching) return
    isWatching = true
    setImmediate(watch)
  }

  return {
    now: () => new Date(nowMs),
    sleep(durationMs, signal) {
      if (signal?.aborted || durationMs <= 0) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          quietTurns = 0
          resolve()
        }
        const sleeper: Sleeper = { atMs: nowMs + durationMs, order: order++, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
        startWatching()
      })
    },
    tick() {
      quietTurns = 0
      return new Promise((resolve) => setImmediate(resolve))
    },
    async advance(durationMs) {
      const untilMs = nowMs + durationMs
      do await settle()
      while (wakeNext(untilMs))
      nowMs = untilMs
      await settle()
    },
  }
}

/** Lets everything that can happen without time passing happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
