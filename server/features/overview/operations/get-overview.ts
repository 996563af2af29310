import { z } from 'zod'
import { approvalSummarySchema, listApprovalRows, presentApproval } from '@/server/features/approvals'
import { listRunRows, NO_ITEMS, presentRuns, runSummarySchema } from '@/server/features/runs'
import { defineQuery } from '@/server/operations'

const LATEST = 8
const FAILED = 5
/** A failure older than a week is no longer news. */
const ATTENTION_MS = 7 * 86_400_000

export const getOverview = defineQuery({
  name: 'overview.get',
  summary: 'What waits for this member, the latest runs, and those that failed in the last seven days.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /overview',
  input: z.object({}),
  output: z.object({
    waitingForMe: z.array(approvalSummarySchema),
    /** At most five; `failed` counts all. */
    needsAttention: z.array(runSummarySchema),
    failed: z.number().int(),
    latestRuns: z.array(runSummarySchema),
    /** Queued, running or waiting. */
    active: z.number().int(),
  }),
  async run({ scope, db, now }) {
    const { projectId } = scope
    const since = new Date(now.getTime() - ATTENTION_MS)
    const [pending, latest, failed, failedCount, active] = await Promise.all([
      listApprovalRows(scope, db, 'pending', 100),
      listRunRows(scope, db, {}, { before: undefined, limit: LATEST }),
      listRunRows(scope, db, { statuses: ['failed'], since }, { before: undefined, limit: FAILED }),
      db.run.count({ where: { projectId, status: 'failed', createdAt: { gte: since }, ...NO_ITEMS } }),
      db.run.count({ where: { projectId, status: { in: ['queued', 'running', 'waiting'] }, ...NO_ITEMS } }),
    ])
    return {
      waitingForMe: pending
        .map((row) => presentApproval(scope, row))
        .filter((approval) => approval.mayDecide),
      needsAttention: await presentRuns(db, failed),
      failed: failedCount,
      latestRuns: await presentRuns(db, latest),
      active,
    }
  },
})
