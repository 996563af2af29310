import {
  mayGrant,
  type Permission,
  PROJECT_ROLES,
  type ProjectRole,
  permissionsOf,
  ROLES,
  type Role,
} from '@/server/kernel/permissions'

/** Whether somebody with these roles holds anything that is not among `held`. */
export function holdsMore(held: ReadonlySet<Permission>, roles: readonly Role[]): boolean {
  return [...permissionsOf(...roles)].some((permission) => !held.has(permission))
}

/** Roles that somebody who holds `held` may give, from the most to the least able. */
export function grantableRoles(held: ReadonlySet<Permission>): Role[] {
  return held.has('members.manage') ? ROLES.filter((role) => mayGrant(held, role)) : []
}

/** A role in a project as a row holds it; a CHECK keeps others out. */
export function asProjectRole(value: string): ProjectRole {
  const role = PROJECT_ROLES.find((known) => known === value)
  if (!role) throw new Error(`Unknown role in a project: ${value}`)
  return role
}
