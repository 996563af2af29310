import { type Histogram, mergeHistograms, percentilesOf } from './histogram'
import type { Figures, SpendFigures } from './schema'
import type { Counts } from './store'

/** What a window's counts tell. */
export function figuresOf(counts: Counts, { mayReadSpend }: { mayReadSpend: boolean }): Figures {
  const { runs, succeeded, failed, cancelled } = counts
  const decided = succeeded + failed
  return {
    runs,
    succeeded,
    failed,
    cancelled,
    active: runs - decided - cancelled,
    successRate: decided === 0 ? null : succeeded / decided,
    durationMs: percentilesOf(counts.duration),
    queueMs: percentilesOf(counts.queue),
    spend: mayReadSpend ? spendOf(counts) : null,
  }
}

export function spendOf(counts: Counts): SpendFigures {
  return {
    costNanos: String(counts.costNanos),
    calls: counts.calls,
    unpricedCalls: counts.unpricedCalls,
    tokens: Number(counts.tokens),
  }
}

/** The counts of all windows together. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (pick: (counts: Counts) => number) => all.reduce((total, counts) => total + pick(counts), 0)
  const big = (pick: (counts: Counts) => bigint) => all.reduce((total, counts) => total + pick(counts), 0n)
  const merge = (pick: (counts: Counts) => Histogram) => mergeHistograms(all.map(pick))
  return {
    runs: sum((counts) => counts.runs),
    succeeded: sum((counts) => counts.succeeded),
    failed: sum((counts) => counts.failed),
    cancelled: sum((counts) => counts.cancelled),
    queue: merge((counts) => counts.queue),
    duration: merge((counts) => counts.duration),
    costNanos: big((counts) => counts.costNanos),
    calls: sum((counts) => counts.calls),
    unpricedCalls: sum((counts) => counts.unpricedCalls),
    tokens: big((counts) => counts.tokens),
  }
}
