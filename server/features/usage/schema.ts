import { z } from 'zod'

/** Nano-dollars in decimal. */
const nanos = z.string()
const count = z.number().int()

const spendDaySchema = z.object({
  /** `2026-11-21`, in the zone that was asked for. */
  date: z.iso.date(),
  costNanos: nanos,
  calls: count,
  /** Calls whose price is not known: they are missing from the cost. */
  unpricedCalls: count,
  tokens: count,
})

/** What model calls cost, by day, oldest first. The last day is today. */
export const spendSchema = z.object({
  days: z.array(spendDaySchema),
  totalNanos: nanos,
  todayNanos: nanos,
  calls: count,
  unpricedCalls: count,
  tokens: count,
})
export type Spend = z.output<typeof spendSchema>

export const modelSpendSchema = z.object({
  provider: z.string(),
  model: z.string(),
  costNanos: nanos,
  calls: count,
  unpricedCalls: count,
  uncachedInputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  outputTokens: count,
  reasoningTokens: count,
})
export type ModelSpend = z.output<typeof modelSpendSchema>
