import { expect, test } from 'vitest'
import { permissionsOf } from '@/server/kernel/permissions'
import { KEY_PERMISSIONS, keyStateOf, presetPermissions } from './rules'

const now = new Date('2026-11-21T12:00:00Z')

test('no preset gives more than its owner holds', () => {
  const held = [...permissionsOf('viewer')]
  for (const preset of ['runs', 'read', 'everything'] as const)
    expect(held).toEqual(expect.arrayContaining(presetPermissions(preset, held)))
})

test('everything leaves out the making of keys', () => {
  const held = [...permissionsOf('owner')]
  expect(presetPermissions('everything', held)).toEqual(KEY_PERMISSIONS)
  expect(held).toContain('apiKeys.manage')
  expect(KEY_PERMISSIONS).not.toContain('apiKeys.manage')
})

test('read only changes nothing', () => {
  for (const permission of presetPermissions('read', [...permissionsOf('owner')]))
    expect(permission).toMatch(/\.read$/)
})

test.each([
  [{ expiresAt: null, revokedAt: null }, 'active'],
  [{ expiresAt: new Date('2026-11-21T12:00:01Z'), revokedAt: null }, 'active'],
  [{ expiresAt: now, revokedAt: null }, 'expired'],
  [{ expiresAt: now, revokedAt: now }, 'revoked'],
])('a key with %o is %s', (key, state) => {
  expect(keyStateOf(key, now)).toBe(state)
})
