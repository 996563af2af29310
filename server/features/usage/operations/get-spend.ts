import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { lastDays } from '../rules'
import { modelSpendSchema, spendSchema } from '../schema'
import { spendByDay, spendByModel } from '../store'

export const getSpend = defineQuery({
  name: 'usage.spend',
  summary: 'What a project’s model calls cost in the last days, by day and by model.',
  within: 'project',
  permission: 'usage.read',
  route: 'GET /usage/spend',
  input: z.object({
    days: z.number().int().min(1).max(366).default(30),
    /** Days begin at midnight of this zone. */
    timeZone: z.string().max(64).default('UTC'),
  }),
  output: spendSchema.extend({ models: z.array(modelSpendSchema) }),
  async run({ scope, db, now }, { days, timeZone }) {
    const since = lastDays(now, days, timeZone)[0]?.startsAt ?? now
    const [spend, models] = await Promise.all([
      spendByDay(scope, db, { days, now, timeZone }),
      spendByModel(scope, db, since),
    ])
    return { ...spend, models }
  },
})
