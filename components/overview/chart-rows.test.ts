import { describe, expect, it } from 'vitest'
import type { Figures, Series } from '@/server/features/metrics/schema'
import { formatNanos, runsModel, share, spendModel, successModel, tellRuns, timingModel } from './chart-rows'

const nothing: Figures = {
  runs: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  active: 0,
  successRate: null,
  durationMs: null,
  queueMs: null,
  spend: { costNanos: '0', calls: 0, unpricedCalls: 0, tokens: 0 },
}
const busy: Figures = {
  ...nothing,
  runs: 12,
  succeeded: 9,
  failed: 1,
  cancelled: 1,
  active: 1,
  successRate: 0.9,
  durationMs: { p50: 2_000, p95: 9_000, p99: 20_000 },
  queueMs: { p50: 10, p95: 200, p99: 300 },
  spend: { costNanos: '12300000', calls: 3, unpricedCalls: 1, tokens: 13_300 },
}
const day = (date: number) => `2026-11-${date}T00:00:00.000Z`
const phrase = (startsAt: string) => `on ${startsAt.slice(8, 10)} Nov`

function seriesOf(days: Figures[], totals: Figures): Series {
  const buckets = days.map((figures, index) => ({
    startsAt: day(10 + index),
    endsAt: day(11 + index),
    ...figures,
  }))
  const ends = { startsAt: day(10), endsAt: day(10 + days.length) }
  return { bucket: 'day', ...ends, buckets, totals, previous: { ...ends, ...nothing } }
}

const series = seriesOf([nothing, busy, nothing], busy)

describe('a chart says in a sentence', () => {
  it('how many runs there were, how many failed, and when most were queued', () => {
    expect(runsModel(series, phrase).summary).toBe('12 runs, 1 failed; most on 11 Nov (12).')
  })

  it('how many succeeded, and on which day fewest', () => {
    const worse = { ...busy, successRate: 0.5 }
    expect(successModel(series, phrase).summary).toBe('90% of the runs that ended by themselves succeeded.')
    expect(successModel(seriesOf([busy, worse], busy), phrase).summary).toBe(
      '90% of the runs that ended by themselves succeeded; lowest on 11 Nov (50%).',
    )
  })

  it('how long runs took and waited', () => {
    expect(timingModel(series, 'durationMs').summary).toBe(
      'Half of the runs took at most 2.0s, and 95 in 100 at most 9.0s.',
    )
    expect(timingModel(series, 'queueMs').summary).toMatch(/within 10ms, and 95 in 100 within 200ms/)
  })

  it('what was spent, and what of it has no known price', () => {
    expect(spendModel(series, 'cost')?.summary).toBe(
      '$0.0123 for 3 model calls and 13.3k tokens; the price of 1 call is not known and left out.',
    )
  })
})

describe('a chart', () => {
  it('draws bars where a line could not show a value that stands alone', () => {
    expect(timingModel(series, 'durationMs').kind).toBe('bar')
    expect(timingModel(seriesOf([busy, busy], busy), 'durationMs').kind).toBe('line')
  })

  it('draws nothing, rather than zero, where no run has ended', () => {
    expect(successModel(series, phrase).rows.map((row) => row.rate)).toEqual([null, 90, null])
    expect(timingModel(seriesOf([nothing], nothing), 'queueMs').isEmpty).toBe(true)
  })

  it('of spend draws money or tokens, and is not there for whom it is not', () => {
    expect(spendModel(series, 'cost')?.rows.map((row) => row.value)).toEqual([0, 12_300_000, 0])
    expect(spendModel(series, 'tokens')?.rows.map((row) => row.value)).toEqual([0, 13_300, 0])
    expect(spendModel(seriesOf([], { ...busy, spend: null }), 'cost')).toBeUndefined()
  })
})

it('some buckets are told together', () => {
  expect(tellRuns(series.buckets.slice(0, 2))).toBe('12 runs, 1 failed')
})

it.each([
  [0.98765, '98.7%'],
  [0.9999, '99.9%'],
  [1, '100%'],
  [null, '–'],
])('a share of %s is %s: never rounded up to all', (rate, text) => {
  expect(share(rate)).toBe(text)
})

it.each([
  [0, '$0'],
  [250_000_000, '$0.25'],
  [900_000, '$0.0009'],
  [4_500_000_000, '$4.5'],
  [100_000_000_000, '$100'],
  [1_200_000_000_000, '$1200'],
])('%s nano-dollars at an axis are %s', (nanos, text) => {
  expect(formatNanos(nanos)).toBe(text)
})
