import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeHistograms, percentilesOf, valueOfBucket } from './histogram'

/** As `metric_bucket` sorts in. */
const bucketOf = (ms: number) => (ms < 1 ? 0 : 1 + Math.ceil(Math.log(ms) / Math.log(1.1)))
const YEAR_MS = 366 * 86_400_000
const values = fc.array(fc.integer({ min: 0, max: YEAR_MS }), { minLength: 1, maxLength: 200 })

function histogramOf(all: readonly number[]) {
  return mergeHistograms(all.map((ms) => new Map([[bucketOf(ms), 1]])))
}

/** SQL's `percentile_cont`. */
function exact(all: readonly number[], share: number): number {
  const sorted = [...all].sort((one, other) => one - other)
  const rank = share * (sorted.length - 1)
  const low = sorted[Math.floor(rank)] ?? 0
  return low + ((sorted[Math.ceil(rank)] ?? 0) - low) * (rank - Math.floor(rank))
}

describe('a histogram', () => {
  test('stands for each value with at most 5 % between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: YEAR_MS }), (ms) => {
        expect(Math.abs(valueOfBucket(bucketOf(ms)) - ms) / ms).toBeLessThan(0.05)
      }),
    )
  })

  test('gives percentiles within 5 % of those of the single values, to a millisecond', () => {
    fc.assert(
      fc.property(values, (all) => {
        const found = percentilesOf(histogramOf(all))
        for (const [share, ms] of [
          [0.5, found?.p50],
          [0.95, found?.p95],
          [0.99, found?.p99],
        ] as const) {
          const wanted = exact(all, share)
          expect(Math.abs((ms ?? Number.NaN) - wanted)).toBeLessThanOrEqual(wanted * 0.05 + 0.5)
        }
      }),
    )
  })

  test('of parts adds up to that of the whole', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        expect(mergeHistograms([histogramOf(one), histogramOf(other)])).toEqual(
          histogramOf([...one, ...other]),
        )
      }),
    )
  })

  test('tells nothing where nothing was counted, or all of it was taken back', () => {
    expect(percentilesOf(new Map())).toBeNull()
    expect(percentilesOf(mergeHistograms([new Map([[5, 1]]), new Map([[5, -1]])]))).toBeNull()
  })

  test('keeps nothing at all apart from a millisecond', () => {
    expect(percentilesOf(new Map([[0, 3]]))).toEqual({ p50: 0, p95: 0, p99: 0 })
    expect(percentilesOf(new Map([[1, 3]]))).toEqual({ p50: 1, p95: 1, p99: 1 })
  })
})
