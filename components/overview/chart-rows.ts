import type { ChartRow, ChartSeries } from '@/components/ui/chart-props'
import { STATUSES } from '@/components/ui/status-table'
import { formatCount } from '@/components/ui/tokens'
import type { Figures, Series } from '@/server/features/metrics/schema'
import { formatDuration } from '@/server/kernel/durations'
import { formatCost } from '@/server/kernel/money'

/** What one chart draws. */
export interface ChartModel {
  kind: 'bar' | 'line' | 'area'
  rows: ChartRow[]
  series: ChartSeries[]
  formatY: (value: number) => string
  isStacked?: boolean
  /** The chart in one sentence. */
  summary: string
  /** Nothing in this range has the figure. */
  isEmpty: boolean
}

type Row = Series['buckets'][number]
/** Names a bucket within a sentence. */
type Phrase = (startsAt: string) => string

export const STATUS_SERIES: ChartSeries[] = [
  { key: 'succeeded', label: STATUSES.succeeded.word, tone: 'success' },
  { key: 'failed', label: STATUSES.failed.word, tone: 'danger' },
  { key: 'cancelled', label: STATUSES.cancelled.word, tone: 'neutral' },
  { key: 'active', label: 'Not finished', tone: 'info' },
]

export function runsModel({ buckets, totals }: Series, phrase: Phrase): ChartModel {
  const busiest = [...buckets].sort((one, other) => other.runs - one.runs)[0]
  const most =
    busiest && busiest.runs > 0 ? `; most ${phrase(busiest.startsAt)} (${count(busiest.runs)})` : ''
  return {
    kind: 'bar',
    isStacked: true,
    series: STATUS_SERIES,
    rows: buckets.map(({ startsAt, succeeded, failed, cancelled, active }) => ({
      startsAt,
      succeeded,
      failed,
      cancelled,
      active,
    })),
    formatY: count,
    summary: `${plural(totals.runs, 'run')}, ${count(totals.failed)} failed${most}.`,
    isEmpty: totals.runs === 0,
  }
}

export function successModel({ buckets, totals }: Series, phrase: Phrase): ChartModel {
  const decided = buckets.filter((bucket) => bucket.successRate !== null)
  const worst = [...decided].sort((one, other) => (one.successRate ?? 1) - (other.successRate ?? 1))[0]
  const lowest =
    worst && decided.length > 1 && worst.successRate !== 1
      ? `; lowest ${phrase(worst.startsAt)} (${share(worst.successRate)})`
      : ''
  const rows = buckets.map(({ startsAt, successRate }) => ({
    startsAt,
    rate: successRate === null ? null : Math.round(successRate * 1_000) / 10,
  }))
  return {
    kind: shapeOf(rows, 'rate', 'area'),
    series: [{ key: 'rate', label: 'Succeeded', tone: 'success' }],
    rows,
    formatY: (percent) => `${percent}%`,
    summary: `${share(totals.successRate)} of the runs that ended by themselves succeeded${lowest}.`,
    isEmpty: decided.length === 0,
  }
}

type Timing = 'durationMs' | 'queueMs'

const TIMINGS: Record<Timing, { series: ChartSeries[]; sentence: (p50: string, p95: string) => string }> = {
  durationMs: {
    series: [
      { key: 'p50', label: 'Median', tone: 'neutral' },
      { key: 'p95', label: '95th percentile', tone: 'accent' },
      { key: 'p99', label: '99th percentile', tone: 'violet' },
    ],
    sentence: (p50, p95) => `Half of the runs took at most ${p50}, and 95 in 100 at most ${p95}.`,
  },
  queueMs: {
    series: [
      { key: 'p50', label: 'Median', tone: 'neutral' },
      { key: 'p95', label: '95th percentile', tone: 'accent' },
    ],
    sentence: (p50, p95) => `Half of the runs started within ${p50}, and 95 in 100 within ${p95}.`,
  },
}

export function timingModel({ buckets, totals }: Series, timing: Timing): ChartModel {
  const { series, sentence } = TIMINGS[timing]
  const rows = buckets.map((bucket) => ({
    startsAt: bucket.startsAt,
    ...Object.fromEntries(series.map(({ key }) => [key, percentile(bucket, timing, key)])),
  }))
  const total = totals[timing]
  return {
    kind: shapeOf(rows, 'p95', 'line'),
    series,
    rows,
    formatY: formatDuration,
    summary: total
      ? sentence(formatDuration(total.p50), formatDuration(total.p95))
      : 'No run has got so far yet.',
    isEmpty: total === null,
  }
}

export type Measure = 'cost' | 'tokens'

/** Undefined for a member who may not read usage. */
export function spendModel({ buckets, totals }: Series, measure: Measure): ChartModel | undefined {
  if (!totals.spend) return undefined
  const { costNanos, calls, tokens, unpricedCalls } = totals.spend
  const isCost = measure === 'cost'
  const leftOut =
    unpricedCalls > 0 ? `; the price of ${plural(unpricedCalls, 'call')} is not known and left out` : ''
  return {
    kind: 'bar',
    series: [{ key: 'value', label: isCost ? 'US dollars' : 'Tokens', tone: 'accent' }],
    // Money stays in whole nano-dollars, which a chart's axis divides evenly.
    rows: buckets.map(({ startsAt, spend }) => ({
      startsAt,
      value: isCost ? Number(spend?.costNanos ?? 0) : (spend?.tokens ?? 0),
    })),
    formatY: isCost ? formatNanos : formatCount,
    summary: `${formatCost(costNanos)} for ${plural(calls, 'model call')} and ${formatCount(tokens)} tokens${leftOut}.`,
    isEmpty: calls === 0,
  }
}

/** `$0.25`, `$12`: as many digits as a step of an axis needs. */
export function formatNanos(nanos: number): string {
  const dollars = nanos / 1e9
  if (dollars === 0) return '$0'
  const digits = dollars >= 100 ? 0 : dollars >= 1 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(dollars)))
  return `$${Number(dollars.toFixed(digits))}`
}

/** What the runs of some buckets came to: `12 runs, 3 failed`. */
export function tellRuns(buckets: readonly Row[]): string {
  const sum = (pick: (row: Row) => number) => buckets.reduce((total, row) => total + pick(row), 0)
  return `${plural(
    sum((row) => row.runs),
    'run',
  )}, ${count(sum((row) => row.failed))} failed`
}

/** `98.2%`; `–` where no run has ended. */
export function share(rate: number | null): string {
  return rate === null ? '–' : `${(Math.floor(rate * 1_000) / 10).toFixed(1).replace(/\.0$/, '')}%`
}

function percentile(figures: Figures, timing: Timing, key: string): number | null {
  const percentiles = figures[timing]
  if (!percentiles) return null
  return key === 'p50' ? percentiles.p50 : key === 'p95' ? percentiles.p95 : percentiles.p99
}

/** A line cannot show a value between two that are missing; a bar can. */
function shapeOf<Shape extends 'line' | 'area'>(
  rows: readonly ChartRow[],
  key: string,
  shape: Shape,
): Shape | 'bar' {
  const isMissing = (index: number) => (rows[index]?.[key] ?? null) === null
  const isAlone = rows.some((_, index) => !isMissing(index) && isMissing(index - 1) && isMissing(index + 1))
  return isAlone ? 'bar' : shape
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
