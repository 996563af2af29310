import { AppError } from '@/server/kernel/errors'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'

type Db = TenantDb | TenantTransaction

interface Scope {
  orgId: string
}

const shown = { id: true, slug: true, name: true, createdAt: true, deletionDueAt: true } as const

export async function findOrganization({ orgId }: Scope, db: Db) {
  const organization = await db.organization.findFirst({ where: { id: orgId }, select: shown })
  if (!organization) throw new AppError('not_found', 'There is no such organization.')
  return organization
}

/** Takes the first free address: the wanted one, or with a number behind it. */
export async function insertOrganization(
  db: TenantTransaction,
  organization: { id: string; name: string; slugs: Iterable<string> },
): Promise<string> {
  const { id, name, slugs } = organization
  for (const slug of slugs) {
    const { count } = await db.organization.createMany({ data: { id, slug, name }, skipDuplicates: true })
    if (count === 1) return slug
  }
  throw new Error('Every address is taken.')
}

export async function countParts({ orgId }: Scope, db: Db) {
  const memberCount = await db.membership.count({ where: { orgId } })
  const projectCount = await db.project.count({ where: { orgId, deletionDueAt: null } })
  return { memberCount, projectCount }
}

export async function listOwners({ orgId }: Scope, db: Db) {
  const owners = await db.membership.findMany({
    where: { orgId, role: 'owner' },
    orderBy: { createdAt: 'asc' },
    select: { user: { select: { name: true, email: true } } },
  })
  return owners.map(({ user }) => user)
}

export async function renameOrganization({ orgId }: Scope, db: Db, name: string): Promise<void> {
  await db.organization.updateMany({ where: { id: orgId }, data: { name } })
}

/** Whether it was marked now; false: it is being deleted already. */
export async function markDeleted(
  { orgId }: Scope,
  db: Db,
  mark: { dueAt: Date; userId: string },
): Promise<boolean> {
  const { count } = await db.organization.updateMany({
    where: { id: orgId, deletionDueAt: null },
    data: { deletionDueAt: mark.dueAt, deletedById: mark.userId },
  })
  return count === 1
}

/** Whether it was taken back in time. The purge takes `deletedById` away from what it claims. */
export async function unmarkDeleted({ orgId }: Scope, db: Db, now: Date): Promise<boolean> {
  const { count } = await db.organization.updateMany({
    where: { id: orgId, deletionDueAt: { gt: now }, deletedById: { not: null } },
    data: { deletionDueAt: null, deletedById: null },
  })
  return count === 1
}
