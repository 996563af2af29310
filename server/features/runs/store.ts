import { AppError } from '@/server/kernel/errors'
import { RUN_STATUSES, type RunStatus } from '@/server/kernel/statuses'
import { containing, type Prisma, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import type { RunFilter, RunSummary } from './schema'

type Db = TenantDb | TenantTransaction

export interface RunScope {
  orgId: string
  projectId: string
}

/** What `presentRun` shows; no payloads. */
export const runSummarySelect = {
  id: true,
  number: true,
  title: true,
  tags: true,
  status: true,
  versionNumber: true,
  startedById: true,
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
  const count = (status: RunStatus) => groups.find((group) => group.status === status)?._count._all ?? 0
  return {
    queued: count('queued'),
    running: count('running'),
    waiting: count('waiting'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  }
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
      lastSeq: true,
      cancelRequestedAt: true,
      payloadsErasedAt: true,
      eventsErasedAt: true,
    },
  })
  if (!run) throw new AppError('not_found', 'There is no such run in this project.')
  return run
}

/** Names of colleagues by id, for "started by". */
export async function starterNames(
  db: Db,
  rows: { startedById: string | null }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.startedById ?? []))]
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(users.map((user) => [user.id, user.name]))
}

/** A row as a client sees it. */
export function presentRun(row: SummaryRow, names: Map<string, string>): RunSummary {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    tags: row.tags,
    status: asRunStatus(row.status),
    workflow: row.workflow,
    versionNumber: row.versionNumber,
    startedBy: row.startedById ? (names.get(row.startedById) ?? 'a former member') : null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    costNanos: row.costNanos.toString(),
    unpricedCalls: row.unpricedCalls,
  }
}

export function asRunStatus(status: string): RunStatus {
  const known = RUN_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown run status in the database: ${status}`)
  return known
}

function filterOf(scope: RunScope, filter: RunFilter & { since?: Date }): Prisma.RunWhereInput {
  const { statuses, workflowId, search, since } = filter
  return {
    orgId: scope.orgId,
    projectId: scope.projectId,
    ...(statuses && statuses.length > 0 && { status: { in: statuses } }),
    ...(workflowId && { workflowId }),
    ...(since && { createdAt: { gte: since } }),
    ...(search && { OR: searchOf(search) }),
  }
}

function searchOf(search: string): Prisma.RunWhereInput[] {
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  return [{ title: containing(search) }, { id: search }, ...(number ? [{ number: Number(number) }] : [])]
}
