import { AppError } from '@/server/kernel/errors'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import type { Project } from './schema'

type Db = TenantDb | TenantTransaction

interface ProjectScope {
  orgId: string
  projectId: string
}

const shown = { id: true, slug: true, name: true, createdAt: true, deletionDueAt: true } as const

export async function findProject({ orgId, projectId }: ProjectScope, db: Db) {
  const project = await db.project.findFirst({ where: { id: projectId, orgId }, select: shown })
  if (!project) throw new AppError('not_found', 'There is no such project in this organization.')
  return project
}

/** Every project of the organization with the caller's own role there and who else has one. */
export async function listProjectRows({ orgId }: { orgId: string }, db: Db) {
  return db.project.findMany({
    where: { orgId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { ...shown, memberships: { select: { userId: true, role: true } } },
  })
}

/** Active workflows by project. */
export async function countWorkflows({ orgId }: { orgId: string }, db: Db): Promise<Map<string, number>> {
  const groups = await db.workflow.groupBy({
    by: ['projectId'],
    where: { orgId, archivedAt: null },
    _count: { _all: true },
  })
  return new Map(groups.map((group) => [group.projectId, group._count._all]))
}

/** Members whose role in the organization opens every project, and guests, whom a role in a project lets in. */
export async function listOrgMembers({ orgId }: { orgId: string }, db: Db) {
  return db.membership.findMany({ where: { orgId }, select: { userId: true, role: true } })
}

export async function renameProject({ orgId, projectId }: ProjectScope, db: Db, name: string): Promise<void> {
  await db.project.updateMany({ where: { id: projectId, orgId }, data: { name } })
}

/** Projects that are not being deleted. */
export async function countLiving({ orgId }: { orgId: string }, db: Db): Promise<number> {
  return db.project.count({ where: { orgId, deletionDueAt: null } })
}

/** Whether it was marked now; false: it is being deleted already. */
export async function markDeleted(
  { orgId, projectId }: ProjectScope,
  db: Db,
  mark: { dueAt: Date; userId: string },
): Promise<boolean> {
  const { count } = await db.project.updateMany({
    where: { id: projectId, orgId, deletionDueAt: null },
    data: { deletionDueAt: mark.dueAt, deletedById: mark.userId },
  })
  return count === 1
}

/** Whether it was taken back in time. The purge takes `deletedById` away from what it claims. */
export async function unmarkDeleted({ orgId, projectId }: ProjectScope, db: Db, now: Date): Promise<boolean> {
  const { count } = await db.project.updateMany({
    where: { id: projectId, orgId, deletionDueAt: { gt: now }, deletedById: { not: null } },
    data: { deletionDueAt: null, deletedById: null },
  })
  return count === 1
}

export function presentProject(row: Awaited<ReturnType<typeof findProject>>): Project {
  const { id, slug, name } = row
  return {
    id,
    slug,
    name,
    createdAt: row.createdAt.toISOString(),
    deletionDueAt: row.deletionDueAt?.toISOString() ?? null,
  }
}
