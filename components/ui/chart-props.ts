import type { ReactNode } from 'react'
import type { Tone } from './tone'

export type ChartRow = Record<string, string | number | null>

export interface ChartSeries {
  /** The key in each row. */
  key: string
  label: string
  tone: Tone
}

export interface ChartProps {
  kind: 'bar' | 'line' | 'area'
  rows: readonly ChartRow[]
  /** The key of the horizontal axis. */
  x: string
  xLabel: string
  series: readonly ChartSeries[]
  formatX?: (value: string | number) => string
  formatY?: (value: number) => string
  isStacked?: boolean
  heightPx?: number
  /** The chart in one sentence: "312 runs in 24 hours, 4 failed; most at 09:00." */
  summary: string
  title?: ReactNode
  /** Called with the first and last `x` that were brushed; the list below filters by them. */
  onBrush?: (from: string | number, to: string | number) => void
  emptyTitle?: string
  emptyText?: string
  className?: string
}
