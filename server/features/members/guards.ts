import { AppError } from '@/server/kernel/errors'
import { mayGrant, type Role } from '@/server/kernel/permissions'
import type { TenantTransaction } from '@/server/platform/db'
import type { Held } from './lock'
import { grantableRoles, holdsMore } from './rules'
import { countOwners, type MemberRow } from './store'

/** Nobody grants more than they hold. */
export function requireGrant(held: Held, role: Role): void {
  if (mayGrant(held.permissions, role)) return
  const roles = grantableRoles(held.permissions)
  throw new AppError(
    'forbidden',
    `You cannot give the role ${role}: it can do more than you can. You may give: ${roles.join(', ') || 'none'}.`,
    { details: { role: held.role, grantableRoles: roles } },
  )
}

/** Nobody changes or removes a member who holds more than they do. */
export function requireNotAbove(held: Held, member: MemberRow): void {
  if (!holdsMore(held.permissions, [member.role, ...member.projectRoles.map(({ role }) => role)])) return
  throw new AppError('forbidden', `${member.name} can do more than you can. Ask somebody with that role.`, {
    details: { role: held.role, grantedTo: [member.role] },
  })
}

/** An organization never loses its last owner. Call it with the organization locked. */
export async function requireAnotherOwner(
  scope: { orgId: string },
  db: TenantTransaction,
  member: MemberRow,
): Promise<void> {
  if (member.role !== 'owner' || (await countOwners(scope, db)) > 1) return
  throw new AppError(
    'invalid_state',
    'An organization needs an owner, and this is the last one: transfer or delete it first.',
  )
}
