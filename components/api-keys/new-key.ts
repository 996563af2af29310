import { KEY_PERMISSIONS, type KeyPreset, presetPermissions } from '@/server/features/api-keys/rules'
import type { Permission } from '@/server/kernel/permissions'

/** What the dialog holds while it is filled in. */
export interface NewKeyDraft {
  name: string
  preset: KeyPreset | 'chosen'
  /** Used with the preset `chosen`. */
  chosen: readonly Permission[]
  isLimited: boolean
  projectIds: readonly string[]
  /** Days, or `never`. */
  expiry: string
}

export interface Held {
  permissions: readonly string[]
  projects: readonly { id: string; name: string; permissions: readonly string[] }[]
}

export const NEW_KEY: NewKeyDraft = {
  name: '',
  preset: 'runs',
  chosen: [],
  isLimited: false,
  projectIds: [],
  expiry: '90',
}

/** What the key could be given: everything its owner holds where the key is to work. */
export function grantable(draft: NewKeyDraft, held: Held): readonly Permission[] {
  const own = draft.isLimited
    ? held.projects
        .filter(({ id }) => draft.projectIds.includes(id))
        .flatMap(({ permissions }) => permissions)
    : held.permissions
  return KEY_PERMISSIONS.filter((permission) => own.includes(permission))
}

export function permissionsOfDraft(draft: NewKeyDraft, held: Held): readonly Permission[] {
  const may = grantable(draft, held)
  if (draft.preset === 'chosen') return may.filter((permission) => draft.chosen.includes(permission))
  return presetPermissions(draft.preset, may)
}

export function toggled(permissions: readonly Permission[], permission: Permission): readonly Permission[] {
  return permissions.includes(permission)
    ? permissions.filter((other) => other !== permission)
    : [...permissions, permission]
}

export interface PermissionGroup {
  label: string
  permissions: readonly Permission[]
}

/** By noun, in the order of the permissions: "API keys", "Runs". */
export function permissionGroups(permissions: readonly Permission[]): readonly PermissionGroup[] {
  const nouns = [...new Set(permissions.map(nounOf))]
  return nouns.map((noun) => ({
    label: inWords(noun),
    permissions: permissions.filter((permission) => nounOf(permission) === noun),
  }))
}

/** `runs.start` is "Start". */
export function verbOf(permission: Permission): string {
  return inWords(permission.slice(permission.indexOf('.') + 1))
}

export type Problems = Partial<Record<'name' | 'permissions' | 'projects', string>>

export function problemsOf(draft: NewKeyDraft, held: Held): Problems {
  const lacksProjects = draft.isLimited && draft.projectIds.length === 0
  return {
    ...(draft.name.trim() === '' && { name: 'Name the key after what will use it.' }),
    ...(lacksProjects && { projects: 'Choose at least one project.' }),
    ...(!lacksProjects &&
      permissionsOfDraft(draft, held).length === 0 && { permissions: 'Choose at least one permission.' }),
  }
}

function nounOf(permission: Permission): string {
  return permission.slice(0, permission.indexOf('.'))
}

function inWords(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
