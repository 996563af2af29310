import { PROJECT_ROLES, type ProjectRole, ROLES, type Role } from '@/server/kernel/permissions'

interface RoleText {
  label: string
  /** What somebody with this role comes to do, in one line. */
  about: string
}

/** The words for each role, wherever one is named, chosen or explained. */
export const ROLE_TEXT: Record<Role, RoleText> = {
  owner: { label: 'Owner', about: 'Everything, also transferring and deleting the organization.' },
  admin: { label: 'Admin', about: 'Manages members, projects, providers, secrets and settings.' },
  builder: { label: 'Builder', about: 'Writes and publishes workflows, and runs them.' },
  operator: { label: 'Operator', about: 'Starts, cancels and resumes runs, and answers approvals.' },
  approver: { label: 'Approver', about: 'Sees workflows and runs, and answers approvals.' },
  viewer: { label: 'Viewer', about: 'Sees workflows, runs and what they cost. Changes nothing.' },
  guest: { label: 'Guest', about: 'Sees only the projects in which they hold a role.' },
}

export function roleLabel(role: Role): string {
  return ROLE_TEXT[role].label
}

/** `an Owner`, `a Viewer`: as it stands in a sentence. */
export function aRole(role: Role): string {
  const label = roleLabel(role).toLowerCase()
  return `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`
}

export interface RoleOption {
  value: Role
  label: string
  hint: string
  isDisabled: boolean
}

/** Every role as a choice; those that may not be granted stay visible and say why they are closed. */
export function roleOptions(grantable: readonly Role[]): RoleOption[] {
  return ROLES.map((role) => {
    const isDisabled = !grantable.includes(role)
    return {
      value: role,
      label: ROLE_TEXT[role].label,
      hint: isDisabled ? 'You can grant only roles that hold no more than yours.' : ROLE_TEXT[role].about,
      isDisabled,
    }
  })
}

/** What stands for "no role of their own in this project" in a list of choices. */
export const NO_PROJECT_ROLE = 'none'

export interface ProjectRoleOption extends Omit<RoleOption, 'value'> {
  value: ProjectRole | typeof NO_PROJECT_ROLE
}

export function projectRoleOptions(grantable: readonly Role[], noneHint: string): ProjectRoleOption[] {
  return [
    { value: NO_PROJECT_ROLE, label: 'No role here', hint: noneHint, isDisabled: false },
    ...roleOptions(grantable).flatMap((option) => {
      const value = asProjectRole(option.value)
      return value ? [{ ...option, value }] : []
    }),
  ]
}

export function asProjectRole(value: string): ProjectRole | undefined {
  return PROJECT_ROLES.find((role) => role === value)
}
