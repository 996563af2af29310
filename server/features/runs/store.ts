import { AppError } from '@/server/kernel/errors'
import { RUN_STATUSES, type RunStatus } from '@/server/kernel/statuses'
import { containing, Prisma, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import type { RunFilter } from './schema'

type Db = TenantDb | TenantTransaction

export interface RunScope {
  orgId: string
  projectId: string
}

/** What `presentRuns` shows; no payloads. */
export const runSummarySelect = {
  id: true,
  number: true,
  title: true,
  tags: true,
  status: true,
  versionNumber: true,
  startedById: true,
  parentRunId: true,
  parentPath: true,
  replayOfId: true,
  replayFrom: true,
  cancelRequestedAt: true,
  pausedAt: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  costNanos: true,
  unpricedCalls: true,
  workflow: { select: { id: true, name: true, title: true } },
} satisfies Prisma.RunSelect

export type SummaryRow = Prisma.RunGetPayload<{ select: typeof runSummarySelect }>

/** Newest first, before the run of number `before`. Never reads payloads. */
export async function listRuns(
  scope: RunScope,
  db: Db,
  filter: RunFilter & { since?: Date },
  page: { before: number | undefined; limit: number },
): Promise<SummaryRow[]> {
  return db.run.findMany({
    where: { ...filterOf(scope, filter), ...(page.before && { number: { lt: page.before } }) },
    orderBy: { number: 'desc' },
    take: page.limit,
    select: runSummarySelect,
  })
}

/** Runs that steps of a run started, in the order in which they did, after the one of number `after`. */
export async function listChildren(
  scope: RunScope,
  db: Db,
  parentRunId: string,
  page: { after: number | undefined; limit: number },
): Promise<SummaryRow[]> {
  return db.run.findMany({
    where: {
      orgId: scope.orgId,
      projectId: scope.projectId,
      parentRunId,
      ...(page.after && { number: { gt: page.after } }),
    },
    orderBy: { number: 'asc' },
    take: page.limit,
    select: runSummarySelect,
  })
}

/** How many runs of each status pass the filter, its own statuses left aside. */
export async function countRuns(
  scope: RunScope,
  db: Db,
  filter: RunFilter,
): Promise<Record<RunStatus, number>> {
  const groups = await db.run.groupBy({
    by: ['status'],
    where: filterOf(scope, { ...filter, statuses: undefined }),
    _count: { _all: true },
  })
  const counts = RUN_STATUSES.map((status): [RunStatus, number] => [
    status,
    groups.find((group) => group.status === status)?._count._all ?? 0,
  ])
  // One entry for each status there is.
  return Object.fromEntries(counts) as Record<RunStatus, number>
}

/** The run of this id, or of this number in the project. */
export async function findRun(scope: RunScope, db: Db, idOrNumber: string) {
  const number = /^\d{1,9}$/.test(idOrNumber) ? Number(idOrNumber) : undefined
  const run = await db.run.findFirst({
    where: { projectId: scope.projectId, ...(number === undefined ? { id: idOrNumber } : { number }) },
    select: {
      ...runSummarySelect,
      projectId: true,
      inputs: true,
      output: true,
      error: true,
      generation: true,
      phase: true,
      lastSeq: true,
      killRequestedAt: true,
      payloadsErasedAt: true,
      eventsErasedAt: true,
    },
  })
  if (!run) throw new AppError('not_found', 'There is no such run in this project.')
  return run
}

/** Runs of some items only are shown, and counted, with the run they belong to. */
export const NO_ITEMS: Prisma.RunWhereInput = {
  OR: [{ parentRunId: null }, { fragment: { equals: Prisma.DbNull } }],
}

function filterOf(scope: RunScope, filter: RunFilter & { since?: Date }): Prisma.RunWhereInput {
  const { statuses, workflowId, search, since, tag, isTopLevel } = filter
  return {
    orgId: scope.orgId,
    projectId: scope.projectId,
    AND: [isTopLevel ? { parentRunId: null } : NO_ITEMS, ...(search ? [{ OR: searchOf(search) }] : [])],
    ...(statuses && statuses.length > 0 && { status: { in: statuses } }),
    ...(workflowId && { workflowId }),
    ...(since && { createdAt: { gte: since } }),
    ...(tag && { tags: { has: tag } }),
  }
}

function searchOf(search: string): Prisma.RunWhereInput[] {
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  return [{ title: containing(search) }, { id: search }, ...(number ? [{ number: Number(number) }] : [])]
}
