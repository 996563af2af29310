import { describe, expect, test } from 'vitest'
import { expiryOf, type InvitationFacts, stateOf } from './rules'

const now = new Date('2026-11-21T12:00:00Z')
const open: InvitationFacts = {
  acceptedAt: null,
  revokedAt: null,
  expiresAt: expiryOf(now),
  roles: ['builder'],
  inviterRole: 'admin',
}

describe('an invitation', () => {
  test('is open for seven days', () => {
    expect(stateOf(open, now)).toBe('open')
    expect(stateOf(open, new Date('2026-11-28T11:59:59Z'))).toBe('open')
    expect(stateOf(open, new Date('2026-11-28T12:00:00Z'))).toBe('expired')
  })

  test('stays accepted or revoked after it would have expired', () => {
    const late = new Date('2027-01-01T00:00:00Z')
    expect(stateOf({ ...open, acceptedAt: now }, late)).toBe('accepted')
    expect(stateOf({ ...open, revokedAt: now }, late)).toBe('revoked')
  })

  test('is worth nothing once its maker may not make it any more', () => {
    expect(stateOf({ ...open, inviterRole: 'builder' }, now)).toBe('revoked')
    expect(stateOf({ ...open, inviterRole: null }, now)).toBe('revoked')
    expect(stateOf({ ...open, roles: ['owner'] }, now)).toBe('revoked')
    expect(stateOf({ ...open, roles: ['owner'], inviterRole: 'owner' }, now)).toBe('open')
  })
})
