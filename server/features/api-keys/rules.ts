import { ALL_PERMISSIONS, type Permission } from '@/server/kernel/permissions'
import type { KeyState } from './schema'

/** What a key can be given. Keys make no keys: that is done in person. */
export const KEY_PERMISSIONS: readonly Permission[] = ALL_PERMISSIONS.filter(
  (permission) => permission !== 'apiKeys.manage',
)

export const KEY_PRESETS = ['runs', 'read', 'everything'] as const
export type KeyPreset = (typeof KEY_PRESETS)[number]

const RUNS: readonly Permission[] = [
  'organizations.read',
  'projects.read',
  'runs.cancel',
  'runs.read',
  'runs.resume',
  'runs.start',
  'workflows.read',
]

/** The permissions of a preset that this person holds and may hand to a key. */
export function presetPermissions(preset: KeyPreset, held: readonly string[]): Permission[] {
  return KEY_PERMISSIONS.filter((permission) => {
    if (!held.includes(permission)) return false
    if (preset === 'runs') return RUNS.includes(permission)
    return preset === 'everything' || permission.endsWith('.read')
  })
}

export function keyStateOf(key: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): KeyState {
  if (key.revokedAt) return 'revoked'
  return key.expiresAt && key.expiresAt <= now ? 'expired' : 'active'
}
