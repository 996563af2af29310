'use client'

import { useSyncExternalStore } from 'react'

/** The time, ticking; `undefined` on the server and in the first render, so that both agree. */
export function useNow(intervalMs: number, isTicking = true): number | undefined {
  return useSyncExternalStore(
    (listener) => subscribe(intervalMs, isTicking, listener),
    () => snapshot(intervalMs),
    () => undefined,
  )
}

const tickers = new Map<number, { listeners: Set<() => void>; timer: ReturnType<typeof setInterval> }>()

// One timer per interval serves all components.
function subscribe(intervalMs: number, isTicking: boolean, listener: () => void): () => void {
  if (!isTicking) return () => {}
  const ticker = tickers.get(intervalMs) ?? startTicker(intervalMs)
  ticker.listeners.add(listener)
  return () => {
    ticker.listeners.delete(listener)
    if (ticker.listeners.size > 0) return
    clearInterval(ticker.timer)
    tickers.delete(intervalMs)
  }
}

function startTicker(intervalMs: number) {
  const listeners = new Set<() => void>()
  const timer = setInterval(() => {
    for (const listener of listeners) listener()
  }, intervalMs)
  const ticker = { listeners, timer }
  tickers.set(intervalMs, ticker)
  return ticker
}

function snapshot(intervalMs: number): number {
  return Math.floor(Date.now() / intervalMs) * intervalMs
}
