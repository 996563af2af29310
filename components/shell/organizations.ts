import type { Permission } from '@/server/kernel/permissions'

/** An organization that this person may open, for the switcher and the palette. */
export interface ShellOrganization {
  id: string
  name: string
  href: string
  isCurrent: boolean
  /** Deleted, and for a while still to be restored. */
  isBeingDeleted: boolean
  permissions: readonly string[]
  projects: readonly ShellProject[]
}

export interface ShellProject {
  id: string
  name: string
  href: string
  isCurrent: boolean
  /** Deleted, and for a while still to be restored. */
  isBeingDeleted: boolean
}

export function mayIn(organization: ShellOrganization, permission: Permission): boolean {
  return organization.permissions.includes(permission)
}
