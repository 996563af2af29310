import { z } from 'zod'
import { spendFiguresSchema } from '../metrics/schema'

/** Nano-dollars in decimal. */
const nanos = z.string()
const count = z.number().int()

const modelSpendSchema = z.object({
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

/** What model calls cost, by day, oldest first (the last day is today), and by model. */
export const spendSchema = z.object({
  days: z.array(
    /** `date` is one of the zone that was asked for. */
    spendFiguresSchema.extend({ date: z.iso.date() }),
  ),
  totalNanos: nanos,
  todayNanos: nanos,
  calls: count,
  unpricedCalls: count,
  tokens: count,
  models: z.array(modelSpendSchema),
})
