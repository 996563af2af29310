import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { approvalSummarySchema } from '../schema'
import { listApprovals as listRows, presentSummary } from '../store'

export const listApprovals = defineQuery({
  name: 'approvals.list',
  summary: 'Approvals of a project: pending ones, longest waiting first; or decided ones, newest first.',
  within: 'project',
  permission: 'approvals.read',
  route: 'GET /approvals',
  input: z.object({
    state: z.enum(['pending', 'decided']).default('pending'),
    limit: z.number().int().min(1).max(200).default(100),
  }),
  output: z.array(approvalSummarySchema),
  async run({ scope, db }, { state, limit }) {
    return (await listRows(scope, db, state, limit)).map((row) => presentSummary(scope, row))
  },
})
