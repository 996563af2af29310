'use client'

import { useEffect, useRef, useState } from 'react'
import { type Brush, brushOf, windowOfBrush } from './brush-rules'
import { formatWindow, type TimeWindow } from './overview-address'
import type { Asked, SeriesData } from './use-overview'

/** The address, and the list with it, follows once the keys rest. */
const RESTING_MS = 250

/** What was just chosen, until the address says so. */
interface Pending {
  window: TimeWindow | undefined
  /** What the address said before. */
  since: string
}

/**
 * The stretch of time chosen on a chart. It stands in the address, which takes a moment to come round: until
 * then what was chosen is shown, so that each key starts where the one before it ended.
 */
export function useBrush(asked: Asked, series: SeriesData | undefined) {
  const { window } = asked.address
  const told = textOf(window)
  const [pending, setPending] = useState<Pending>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // Once the address has moved on it is the truth again, also when Back leads to where it was.
  if (pending && pending.since !== told) setPending(undefined)
  const shown = pending?.since === told ? pending.window : window

  /** `isOver`: a gesture that Back undoes; otherwise one key of many. */
  function choose(brush: Brush | undefined, isOver: boolean) {
    const chosen = brush && series && windowOfBrush(series.buckets, brush)
    setPending({ window: chosen, since: told })
    clearTimeout(timer.current)
    const write = () => asked.change({ window: textOf(chosen) }, isOver ? 'push' : 'replace')
    if (isOver) write()
    else timer.current = setTimeout(write, RESTING_MS)
  }

  const buckets = series?.buckets ?? []
  return {
    /** As it is being chosen. */
    brush: brushOf(buckets, shown),
    /** As the address has it; undefined where none of these buckets is in it. */
    settled: window && shown && settledIn(buckets, window),
    choose,
  }
}

function settledIn(buckets: SeriesData['buckets'], window: TimeWindow) {
  const brush = brushOf(buckets, window)
  return brush && { window, brush }
}

function textOf(window: TimeWindow | undefined): string {
  return window ? formatWindow(window) : ''
}
