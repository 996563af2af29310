/** Built-in roles, from the most to the least able. A guest sees only projects they hold a role in. */
export const ROLES = ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer', 'guest'] as const
export type Role = (typeof ROLES)[number]

/** Roles that can be held in one project, beside the role in the organization. */
export const PROJECT_ROLES = ['admin', 'builder', 'operator', 'approver', 'viewer'] as const
export type ProjectRole = (typeof PROJECT_ROLES)[number]

const EVERYBODY = ROLES
const MEMBERS = ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'] as const
const OPERATORS = ['owner', 'admin', 'builder', 'operator'] as const
const BUILDERS = ['owner', 'admin', 'builder'] as const
const ADMINS = ['owner', 'admin'] as const
const OWNERS = ['owner'] as const

/** Who holds which permission: the one table that every check, page and test reads. */
export const PERMISSIONS = {
  'apiKeys.manage': EVERYBODY,
  'approvals.decide': ['owner', 'admin', 'builder', 'operator', 'approver'],
  'approvals.read': MEMBERS,
  'audit.read': ADMINS,
  'events.emit': OPERATORS,
  'events.read': MEMBERS,
  'members.manage': ADMINS,
  'members.read': MEMBERS,
  'organizations.delete': OWNERS,
  'organizations.manage': ADMINS,
  'organizations.read': EVERYBODY,
  'organizations.transfer': OWNERS,
  'projects.create': ADMINS,
  'projects.delete': ADMINS,
  'projects.manage': ADMINS,
  'projects.read': MEMBERS,
  'providers.manage': ADMINS,
  'providers.read': BUILDERS,
  'runs.cancel': OPERATORS,
  'runs.erase': ADMINS,
  'runs.read': MEMBERS,
  'runs.resume': OPERATORS,
  'runs.rollBack': OPERATORS,
  'runs.start': OPERATORS,
  'secrets.manage': ADMINS,
  'secrets.read': BUILDERS,
  'settings.manage': ADMINS,
  'settings.read': BUILDERS,
  'usage.read': ['owner', 'admin', 'builder', 'operator', 'viewer'],
  'variables.manage': BUILDERS,
  'variables.read': OPERATORS,
  'workflows.edit': BUILDERS,
  'workflows.publish': BUILDERS,
  'workflows.read': MEMBERS,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

// Object.keys of a const table gives exactly its keys.
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[]

export function isRole(value: string): value is Role {
  return ROLES.some((role) => role === value)
}

/** A role as a row holds it; a CHECK keeps others out. */
export function asRole(value: string): Role {
  if (!isRole(value)) throw new Error(`Unknown role: ${value}`)
  return value
}

export function isPermission(value: string): value is Permission {
  return Object.hasOwn(PERMISSIONS, value)
}

export function rolesWith(permission: Permission): readonly Role[] {
  return PERMISSIONS[permission]
}

export function permissionsOf(...roles: Role[]): ReadonlySet<Permission> {
  return new Set(
    ALL_PERMISSIONS.filter((permission) => roles.some((role) => rolesWith(permission).includes(role))),
  )
}

/** Nobody grants more than they hold: each permission of the role is among the held ones. */
export function mayGrant(held: ReadonlySet<Permission>, role: Role): boolean {
  return [...permissionsOf(role)].every((permission) => held.has(permission))
}
