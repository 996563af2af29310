import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { asRole, type ProjectRole, type Role } from '@/server/kernel/permissions'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { asProjectRole } from './rules'

type Db = TenantDb | TenantTransaction

interface Scope {
  orgId: string
}

export interface MemberRow {
  userId: string
  name: string
  email: string
  role: Role
  joinedAt: Date
  projectRoles: { projectId: string; projectName: string; role: ProjectRole }[]
}

/** Every member with their roles, in the order they joined; or one of them. */
export async function listMemberRows({ orgId }: Scope, db: Db, userId?: string): Promise<MemberRow[]> {
  const where = { orgId, ...(userId !== undefined && { userId }) }
  const memberships = await db.membership.findMany({
    where,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { userId: true, role: true, createdAt: true, user: { select: { name: true, email: true } } },
  })
  const inProjects = await db.projectMembership.findMany({
    where,
    orderBy: { project: { createdAt: 'asc' } },
    select: { userId: true, projectId: true, role: true, project: { select: { name: true } } },
  })
  return memberships.map(({ user, createdAt, ...membership }) => ({
    userId: membership.userId,
    ...user,
    role: asRole(membership.role),
    joinedAt: createdAt,
    projectRoles: inProjects
      .filter((row) => row.userId === membership.userId)
      .map((row) => ({
        projectId: row.projectId,
        projectName: row.project.name,
        role: asProjectRole(row.role),
      })),
  }))
}

export async function findMember(scope: Scope, db: Db, userId: string): Promise<MemberRow> {
  const [member] = await listMemberRows(scope, db, userId)
  if (!member) throw new AppError('not_found', 'There is no such member in this organization.')
  return member
}

/** Whether they joined now; false: they are a member already. */
export async function addMember(
  { orgId }: Scope,
  db: Db,
  member: { userId: string; role: Role; now: Date },
): Promise<boolean> {
  const { userId, role, now } = member
  const { count } = await db.membership.createMany({
    data: { id: newId('membership'), orgId, userId, role, createdAt: now },
    skipDuplicates: true,
  })
  return count === 1
}

export async function writeRole({ orgId }: Scope, db: Db, userId: string, role: Role): Promise<void> {
  await db.membership.updateMany({ where: { orgId, userId }, data: { role } })
}

/** Null takes the role in the project away. */
export async function writeProjectRole(
  { orgId }: Scope,
  db: Db,
  given: { userId: string; projectId: string; role: ProjectRole | null },
): Promise<void> {
  const { userId, projectId, role } = given
  if (role === null) {
    await db.projectMembership.deleteMany({ where: { orgId, projectId, userId } })
    return
  }
  await db.projectMembership.upsert({
    where: { projectId_userId: { projectId, userId } },
    create: { id: newId('projectMembership'), orgId, projectId, userId, role },
    update: { role },
    select: { id: true },
  })
}

export async function countOwners({ orgId }: Scope, db: Db): Promise<number> {
  return db.membership.count({ where: { orgId, role: 'owner' } })
}
