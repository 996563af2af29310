import { z } from 'zod'
import { approvalSummarySchema, listApprovalRows, presentApproval } from '@/server/features/approvals'
import { listRunRows, presentRun, runSummarySchema, starterNames } from '@/server/features/runs'
import { spendByDay, spendSchema } from '@/server/features/usage'
import { defineQuery } from '@/server/operations'

const LATEST = 8
/** A failure older than a week is no longer news. */
const ATTENTION_MS = 7 * 86_400_000

export const getOverview = defineQuery({
  name: 'overview.get',
  summary: 'What waits for this member, the latest and the failed runs, and spend of the last 14 days.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /overview',
  input: z.object({
    /** Days begin at midnight of this zone. */
    timeZone: z.string().max(64).default('UTC'),
  }),
  output: z.object({
    waitingForMe: z.array(approvalSummarySchema),
    needsAttention: z.array(runSummarySchema),
    latestRuns: z.array(runSummarySchema),
    active: z.number().int(),
    /** Null: this member may not read usage. */
    spend: spendSchema.nullable(),
  }),
  async run({ scope, db, now }, { timeZone }) {
    const [pending, latest, failed, active, spend] = await Promise.all([
      listApprovalRows(scope, db, 'pending', 100),
      listRunRows(scope, db, {}, { before: undefined, limit: LATEST }),
      listRunRows(
        scope,
        db,
        { statuses: ['failed'], since: new Date(now.getTime() - ATTENTION_MS) },
        {
          before: undefined,
          limit: 5,
        },
      ),
      db.run.count({
        where: { projectId: scope.projectId, status: { in: ['queued', 'running', 'waiting'] } },
      }),
      scope.permissions.has('usage.read') ? spendByDay(scope, db, { days: 14, now, timeZone }) : null,
    ])
    const names = await starterNames(db, [...latest, ...failed])
    return {
      waitingForMe: pending
        .map((row) => presentApproval(scope, row))
        .filter((approval) => approval.mayDecide),
      needsAttention: failed.map((row) => presentRun(row, names)),
      latestRuns: latest.map((row) => presentRun(row, names)),
      active,
      spend,
    }
  },
})
