'use client'

import { useState, useSyncExternalStore } from 'react'

const TOP_PX = 80

/**
 * Keeps a list still for a reader who has scrolled down: rows newer than those shown wait, counted,
 * until the reader asks for them or returns to the top. Rows come newest first, numbered upwards.
 */
export function useHeldRows<Row extends { number: number }>(rows: readonly Row[]) {
  const isAtTop = useSyncExternalStore(subscribe, readAtTop, () => true)
  const [held, setHeld] = useState<{ isAtTop: boolean; above: number | undefined }>({
    isAtTop: true,
    above: undefined,
  })
  if (held.isAtTop !== isAtTop) setHeld({ isAtTop, above: isAtTop ? undefined : rows[0]?.number })
  const { above } = held
  const shown = above === undefined ? rows : rows.filter((row) => row.number <= above)
  return {
    shown,
    newCount: rows.length - shown.length,
    showNew: () => {
      setHeld({ isAtTop, above: undefined })
      window.scrollTo({ top: 0 })
    },
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('scroll', onChange, { passive: true })
  return () => window.removeEventListener('scroll', onChange)
}

function readAtTop(): boolean {
  return window.scrollY < TOP_PX
}
