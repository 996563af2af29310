import { describe, expect, it } from 'vitest'
import { findMembers, type Member, readRole, whyNotChange, whyNotRemove } from './member-rules'

function member(changes: Partial<Member>): Member {
  return {
    userId: 'usr_1',
    name: 'Grace Hopper',
    email: 'grace@example.com',
    role: 'viewer',
    joinedAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: null,
    isMe: false,
    mayChange: false,
    mayRemove: false,
    projectRoles: [],
    ...changes,
  }
}

const ADMIN = { mayManage: true, role: 'admin', ownerCount: 2 } as const

describe('findMembers', () => {
  const grace = member({})
  const alan = member({
    userId: 'usr_2',
    name: 'Alan Turing',
    email: 'alan@example.com',
    role: 'guest',
    projectRoles: [{ projectId: 'prj_1', projectName: 'Main', role: 'approver' }],
  })

  it('finds by parts of name and address, in any order', () => {
    expect(findMembers([grace, alan], { search: 'hop EXAMPLE', role: undefined })).toEqual([grace])
  })

  it('counts a role held in a project', () => {
    expect(findMembers([grace, alan], { search: '', role: 'approver' })).toEqual([alan])
  })

  it('reads only known roles from an address', () => {
    expect([readRole('viewer'), readRole('king'), readRole(null)]).toEqual(['viewer', undefined, undefined])
  })
})

describe('why a member cannot be changed', () => {
  it('says nothing where they can be', () => {
    expect(whyNotChange(member({ mayChange: true }), ADMIN)).toBeUndefined()
    expect(whyNotRemove(member({ mayRemove: true }), ADMIN)).toBeUndefined()
  })

  it('names who can, to somebody who manages nobody', () => {
    const viewer = { mayManage: false, role: 'viewer', ownerCount: 1 } as const
    expect(whyNotChange(member({}), viewer)).toContain('owners and admins')
  })

  it('protects the last owner, and tells the way out', () => {
    const owner = { mayManage: true, role: 'owner', ownerCount: 1 } as const
    expect(whyNotChange(member({ role: 'owner', isMe: true }), owner)).toContain('somebody else owner first')
    expect(whyNotRemove(member({ role: 'owner', isMe: true }), owner)).toContain('needs an owner')
  })

  it('tells an admin that an owner stands above them', () => {
    expect(whyNotChange(member({ role: 'owner' }), ADMIN)).toContain('An owner can')
  })
})
