import { NO_ITEMS, presentRuns, runSummarySelect } from '@/server/features/runs'
import type { Prisma, TenantDb } from '@/server/platform/db'

interface WindowFilter {
  from: Date
  /** Not included. */
  to: Date
  workflowId?: string | undefined
}

/** Runs that were queued in a window: those that failed first, then the others, newest first. */
export async function listWindowRuns(
  { orgId, projectId }: { orgId: string; projectId: string },
  db: TenantDb,
  { from, to, workflowId }: WindowFilter,
  limit: number,
) {
  const where = {
    orgId,
    projectId,
    createdAt: { gte: from, lt: to },
    ...(workflowId && { workflowId }),
    ...NO_ITEMS,
  } satisfies Prisma.RunWhereInput
  const page = {
    orderBy: [{ createdAt: 'desc' }, { number: 'desc' }],
    take: limit,
    select: runSummarySelect,
  } satisfies Prisma.RunFindManyArgs
  const [failed, others] = await Promise.all([
    db.run.findMany({ where: { ...where, status: 'failed' }, ...page }),
    db.run.findMany({ where: { ...where, status: { not: 'failed' } }, ...page }),
  ])
  return presentRuns(db, [...failed, ...others].slice(0, limit))
}
