/** Built-in roles, from the most to the least able. */
export const ROLES = ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** Who holds which permission: the one table that every check, page and test reads. */
export const PERMISSIONS = {
  'audit.read': ['owner', 'admin'],
  'approvals.read': ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'],
  'approvals.decide': ['owner', 'admin', 'builder', 'operator', 'approver'],
  'members.read': ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'],
  'projects.read': ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'],
  'providers.read': ['owner', 'admin', 'builder'],
  'providers.manage': ['owner', 'admin'],
  'runs.read': ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'],
  'runs.start': ['owner', 'admin', 'builder', 'operator'],
  'runs.cancel': ['owner', 'admin', 'builder', 'operator'],
  'runs.resume': ['owner', 'admin', 'builder', 'operator'],
  'secrets.read': ['owner', 'admin', 'builder'],
  'secrets.manage': ['owner', 'admin'],
  'usage.read': ['owner', 'admin', 'builder', 'operator', 'viewer'],
  'workflows.read': ['owner', 'admin', 'builder', 'operator', 'approver', 'viewer'],
  'workflows.edit': ['owner', 'admin', 'builder'],
  'workflows.publish': ['owner', 'admin', 'builder'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

export function isRole(value: string): value is Role {
  return ROLES.some((role) => role === value)
}

export function rolesWith(permission: Permission): readonly Role[] {
  return PERMISSIONS[permission]
}

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  // Object.keys of a const table gives exactly its keys.
  const all = Object.keys(PERMISSIONS) as Permission[]
  return new Set(all.filter((permission) => rolesWith(permission).includes(role)))
}
