import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { countMine } from '../store'

export const countApprovals = defineQuery({
  name: 'approvals.count',
  summary: 'How many approvals wait for this member.',
  within: 'project',
  permission: 'approvals.read',
  route: 'GET /approvals/count',
  input: z.object({}),
  output: z.object({ mine: z.number().int() }),
  async run({ scope, db }) {
    return { mine: await countMine(scope, db) }
  },
})
