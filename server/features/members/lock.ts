import { AppError } from '@/server/kernel/errors'
import { asRole, type Permission, permissionsOf, type Role, rolesWith } from '@/server/kernel/permissions'
import type { OrgScope } from '@/server/operations'
import type { TenantTransaction } from '@/server/platform/db'

export interface Held {
  role: Role
  permissions: ReadonlySet<Permission>
}

/**
 * Makes changes of an organization's members, invitations and projects wait for each other, so that
 * none is decided on what another one is changing: the last owner stays, nobody acts on a role they lost.
 */
export async function lockOrganization(db: TenantTransaction, orgId: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM "Organization" WHERE id = ${orgId} FOR NO KEY UPDATE`
}

/** The same, and what the caller holds now that nobody else can change it. Refuses where it was lost. */
export async function lockAsMember(
  db: TenantTransaction,
  scope: OrgScope,
  permission: Permission,
): Promise<Held> {
  await lockOrganization(db, scope.orgId)
  const membership = await db.membership.findFirst({
    where: { orgId: scope.orgId, userId: scope.user.userId },
    select: { role: true },
  })
  if (!membership)
    throw new AppError('not_found', 'There is no such organization, or you are no member of it.')
  const role = asRole(membership.role)
  // An API key holds less than its user.
  const permissions = new Set([...permissionsOf(role)].filter((held) => scope.permissions.has(held)))
  if (!permissions.has(permission))
    throw new AppError('forbidden', `Your role (${role}) does not include ${permission} any more.`, {
      details: { permission, role, grantedTo: [...rolesWith(permission)] },
    })
  return { role, permissions }
}
