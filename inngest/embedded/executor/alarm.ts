export interface Alarm {
  /** Rings after so long, unless an earlier ring is set. */
  ringIn(delayMs: number): void
  clear(): void
}

const TIMEOUT_MAX_MS = 2_147_483_647

/** One timer for the earliest of many moments. */
export function createAlarm(onRing: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let atMs = Number.POSITIVE_INFINITY

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    atMs = Number.POSITIVE_INFINITY
  }

  return {
    ringIn(delayMs) {
      // Node's timers round down; a millisecond early would find nothing due.
      const wait = Math.min(Math.max(Math.ceil(delayMs), 1), TIMEOUT_MAX_MS)
      if (performance.now() + wait >= atMs) return
      clear()
      atMs = performance.now() + wait
      timer = setTimeout(() => {
        clear()
        onRing()
      }, wait)
    },
    clear,
  }
}
