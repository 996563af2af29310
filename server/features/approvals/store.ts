import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import { APPROVAL_STATUSES, type ApprovalStatus } from '@/server/kernel/statuses'
import type { ProjectScope } from '@/server/operations'
import type { Prisma, TenantDb, TenantTransaction } from '@/server/platform/db'
import { type Gate, refusalOf } from './rules'
import { type ApprovalSummary, VERDICTS, type Verdict } from './schema'

type Db = TenantDb | TenantTransaction

const run = {
  select: {
    id: true,
    number: true,
    title: true,
    startedById: true,
    workflow: { select: { name: true, title: true } },
  },
} as const

/** What lists and counts need: never a request's text or form. */
const summary = {
  id: true,
  title: true,
  status: true,
  createdAt: true,
  dueAt: true,
  decidedAt: true,
  approverRoles: true,
  quorum: true,
  allowSelf: true,
  decisions: { select: { userId: true, verdict: true } },
  run,
} satisfies Prisma.ApprovalSelect

const whole = { decisions: { orderBy: { createdAt: 'asc' } }, run } satisfies Prisma.ApprovalInclude

export type SummaryRow = Prisma.ApprovalGetPayload<{ select: typeof summary }>
export type ApprovalRow = Prisma.ApprovalGetPayload<{ include: typeof whole }>

/** Pending ones oldest first: who waits longest comes first. Decided ones newest first. */
export async function listApprovals(
  scope: ProjectScope,
  db: Db,
  state: 'pending' | 'decided',
  limit: number,
) {
  return db.approval.findMany({
    where: { projectId: scope.projectId, status: state === 'pending' ? 'pending' : { not: 'pending' } },
    orderBy: state === 'pending' ? { createdAt: 'asc' } : { decidedAt: 'desc' },
    take: limit,
    select: summary,
  })
}

export async function findApproval(scope: ProjectScope, db: Db, approvalId: string): Promise<ApprovalRow> {
  const approval = await db.approval.findFirst({
    where: { id: approvalId, projectId: scope.projectId },
    include: whole,
  })
  if (!approval) throw new AppError('not_found', 'There is no such approval in this project.')
  return approval
}

/** Pending gates that this member may decide. */
export async function countMine(scope: ProjectScope, db: Db): Promise<number> {
  const rows = await db.approval.findMany({
    where: { projectId: scope.projectId, status: 'pending' },
    take: 500,
    select: summary,
  })
  return rows.filter((row) => refusalFor(scope, row) === undefined).length
}

export function gateOf(row: SummaryRow): Gate {
  return {
    status: asStatus(row.status),
    approverRoles: row.approverRoles,
    quorum: row.quorum,
    allowSelf: row.allowSelf,
    requestedById: row.run.startedById,
    decisions: row.decisions.map((decision) => ({
      userId: decision.userId,
      verdict: asVerdict(decision.verdict),
    })),
  }
}

export function refusalFor(scope: ProjectScope, row: SummaryRow): string | undefined {
  return refusalOf(gateOf(row), {
    userId: scope.user.userId,
    roles: scope.roles,
    holdsPermission: scope.permissions.has('approvals.decide'),
  })
}

/** A row as a client sees it. */
export function presentSummary(scope: ProjectScope, row: SummaryRow): ApprovalSummary {
  return {
    id: row.id,
    title: row.title,
    status: asStatus(row.status),
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    run: { id: row.run.id, number: row.run.number, title: row.run.title },
    workflow: row.run.workflow,
    mayDecide: refusalFor(scope, row) === undefined,
  }
}

export function asVerdict(verdict: string): Verdict {
  const known = VERDICTS.find((candidate) => candidate === verdict)
  if (!known) throw new Error(`Unknown verdict in the database: ${verdict}`)
  return known
}

/** A JSON column that only ever holds an object or null. */
export function asObject(value: Prisma.JsonValue): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

function asStatus(status: string): ApprovalStatus {
  const known = APPROVAL_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown approval status in the database: ${status}`)
  return known
}
