/**
 * Durations are counted in buckets of a logarithmic scale: bucket 0 is 0 ms, bucket n ≥ 1 holds more than
 * 1.1^(n-2) and at most 1.1^(n-1) ms (`metric_bucket` in the database sorts them in). Bucket n stands for
 * the value from which both its ends are equally far: (1.1 - 1) / (1.1 + 1) = 4.8 %. So each percentile is
 * within 5 % of that of the single values, and histograms of hours, days and workflows merge by addition.
 */
export type Histogram = ReadonlyMap<number, number>

export interface Percentiles {
  p50: number
  p95: number
  p99: number
}

const BASE = 1.1

/** In milliseconds; null where nothing was counted. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  const cells = [...histogram].filter(([, count]) => count > 0).sort(([one], [other]) => one - other)
  const total = cells.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const at = (share: number) => Math.round(interpolated(cells, share * (total - 1)))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** The sum of several. */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
  const merged = new Map<number, number>()
  for (const histogram of histograms)
    for (const [bucket, count] of histogram) merged.set(bucket, (merged.get(bucket) ?? 0) + count)
  return merged
}

/** What a bucket stands for, in milliseconds. */
export function valueOfBucket(bucket: number): number {
  return bucket === 0 ? 0 : (2 * BASE ** (bucket - 1)) / (BASE + 1)
}

type Cells = readonly (readonly [bucket: number, count: number])[]

/** Between the two values next to a rank, as SQL's `percentile_cont` does. */
function interpolated(cells: Cells, rank: number): number {
  const below = valueAt(cells, Math.floor(rank))
  return below + (valueAt(cells, Math.ceil(rank)) - below) * (rank - Math.floor(rank))
}

function valueAt(cells: Cells, rank: number): number {
  let seen = 0
  for (const [bucket, count] of cells) {
    seen += count
    if (rank < seen) return valueOfBucket(bucket)
  }
  return valueOfBucket(cells.at(-1)?.[0] ?? 0)
}
