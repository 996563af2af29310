import { describe, expect, test } from 'vitest'
import { type Gate, isChanged, outcomeOf, prefill, refusalOf } from './rules'

const gate: Gate = {
  status: 'pending',
  approverRoles: [],
  quorum: 1,
  allowSelf: true,
  requestedById: 'usr_starter',
  decisions: [],
}
const member = { userId: 'usr_ada', roles: ['builder'], holdsPermission: true }
const approved = (userId: string) => ({ userId, verdict: 'approve' as const })

describe('who may decide', () => {
  test('a member with the permission may decide a gate without a policy', () => {
    expect(refusalOf(gate, member)).toBeUndefined()
  })

  test('a viewer may not', () => {
    expect(refusalOf(gate, { ...member, roles: ['viewer'], holdsPermission: false })).toMatch(/viewer/)
  })

  test('only the named roles may, and the refusal names them', () => {
    const strict = { ...gate, approverRoles: ['owner', 'admin'] }
    expect(refusalOf(strict, member)).toMatch(/owner, admin/)
    expect(refusalOf(strict, { ...member, roles: ['admin'] })).toBeUndefined()
  })

  test('who started the run may not approve it where the gate says so', () => {
    const starter = { ...member, userId: 'usr_starter' }
    expect(refusalOf({ ...gate, allowSelf: false }, starter)).toMatch(/somebody else/)
    expect(refusalOf({ ...gate, allowSelf: false }, member)).toBeUndefined()
  })

  test('nobody decides twice', () => {
    expect(refusalOf({ ...gate, quorum: 2, decisions: [approved(member.userId)] }, member)).toMatch(/already/)
  })

  test.each(['approved', 'rejected', 'expired', 'cancelled'] as const)(
    'a gate that is %s takes no verdict',
    (status) => {
      expect(refusalOf({ ...gate, status }, member)).toContain(status)
    },
  )
})

describe('what a verdict makes of the gate', () => {
  test('one approval is enough for a quorum of one', () => {
    expect(outcomeOf(gate, 'approve')).toBe('approved')
  })

  test('a quorum of two waits for the second approval', () => {
    const wide = { ...gate, quorum: 2 }
    expect(outcomeOf(wide, 'approve')).toBeUndefined()
    expect(outcomeOf({ ...wide, decisions: [approved('usr_bob')] }, 'approve')).toBe('approved')
  })

  test('one rejection rejects whatever the quorum', () => {
    expect(outcomeOf({ ...gate, quorum: 3, decisions: [approved('usr_bob')] }, 'reject')).toBe('rejected')
  })
})

describe('the form', () => {
  const form = {
    type: 'object',
    properties: { text: { type: 'string', default: 'draft' }, note: { type: 'string' } },
  }

  test('begins with its defaults', () => {
    expect(prefill(form)).toEqual({ text: 'draft' })
    expect(prefill(null)).toEqual({})
  })

  test('counts as changed only when a value differs from what was asked', () => {
    expect(isChanged(form, { text: 'draft' })).toBe(false)
    expect(isChanged(form, {})).toBe(false)
    expect(isChanged(form, { text: 'final' })).toBe(true)
    expect(isChanged(form, { text: 'draft', note: 'more' })).toBe(true)
  })
})
