import { z } from 'zod'
import { dateOfDay, lastDays, readCounts, spendOf, sumCounts } from '@/server/features/metrics'
import { defineQuery } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { spendSchema } from '../schema'
import { spendByModel } from '../store'

export const getSpend = defineQuery({
  name: 'usage.spend',
  summary: 'What a project’s model calls cost in the last days, by day and by model.',
  within: 'project',
  permission: 'usage.read',
  route: 'GET /usage/spend',
  input: z.object({
    days: z.number().int().min(1).max(366).default(30),
    /** Days begin at midnight of this zone, or at the full hour of UTC before it. */
    timeZone: z.string().max(64).default('UTC'),
  }),
  output: spendSchema,
  async run({ scope, db, now }, { days, timeZone }) {
    const windows = lastDays(now, days, timeZone)
    const [counts, models] = await Promise.all([
      readCounts(scope, asQueryable(db), windows),
      spendByModel(scope, db, new Date(windows[0]?.fromMs ?? now.getTime())),
    ])
    const total = spendOf(sumCounts(counts))
    return {
      days: windows.map((window, index) => ({
        date: dateOfDay(window, timeZone),
        ...spendOf(counts[index] ?? sumCounts([])),
      })),
      totalNanos: total.costNanos,
      todayNanos: spendOf(counts.at(-1) ?? sumCounts([])).costNanos,
      calls: total.calls,
      unpricedCalls: total.unpricedCalls,
      tokens: total.tokens,
      models,
    }
  },
})
