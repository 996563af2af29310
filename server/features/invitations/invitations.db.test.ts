import { describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { ARRANGED_PASSWORD, arrangeMember, arrangeTenant, arrangeUser } from '@/server/api/testing/arrange'
import { call, codeOf, idOf, program, visitor } from '@/server/api/testing/call'
import { newId } from '@/server/kernel/ids'
import type { Caller } from '@/server/operations'
import { verifyPassword } from '@/server/platform/crypto'
import { systemDb, tenantDb } from '@/server/platform/db'
import type { InvitationLink } from './schema'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { invitations, members, organizations } = catalogue

const ACCOUNT = { name: 'Grace Hopper', password: 'a long enough password' }

const newEmail = () => `${newId('user')}@example.com`

async function invite(caller: Caller, orgId: string, input: object = {}) {
  const given = { orgId, email: newEmail(), role: 'viewer', ...input }
  const output = await call<InvitationLink>(invitations.create, caller, given)
  return { ...output, email: given.email, token: tokenOf(output.link) }
}

function tokenOf(link: string): string {
  return new URL(link).searchParams.get('token') ?? ''
}

const check = (token: string) => call(invitations.check, visitor(), { token })
const accept = (token: string, caller = visitor(), account: object | undefined = ACCOUNT) =>
  codeOf(invitations.accept, caller, { token, ...(account && !caller.user && { account }) })

async function membersOf(orgId: string) {
  const rows = await systemDb().membership.findMany({
    where: { orgId },
    orderBy: { createdAt: 'asc' },
    select: { role: true, user: { select: { email: true } } },
  })
  return rows.map(({ role, user }) => [user.email, role])
}

async function expire(invitationId: string): Promise<void> {
  await systemDb().invitation.update({ where: { id: invitationId }, data: { expiresAt: new Date() } })
}

describe('an invitation', () => {
  test('makes an account and a member with the roles it names', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Join')
    const projectRoles = [{ projectId, role: 'builder' }]
    const { token, email, link } = await invite(owner, orgId, { role: 'guest', projectRoles })
    expect(link).toBe(`http://localhost:3000/invitation?token=${token}`)
    expect(await check(token)).toMatchObject({
      state: 'open',
      organization: 'Join',
      email,
      role: 'guest',
      projects: ['Main'],
      invitedBy: owner.user?.name,
      hasAccount: false,
    })
    const joined = await call(invitations.accept, visitor(), { token, account: ACCOUNT })
    expect(joined).toMatchObject({ projectSlug: 'main', email })
    const user = await systemDb().user.findUniqueOrThrow({ where: { email } })
    expect(user.name).toBe(ACCOUNT.name)
    expect(await verifyPassword(user.passwordHash, ACCOUNT.password)).toBe(true)
    expect(await membersOf(orgId)).toEqual([
      [owner.user?.email, 'owner'],
      [email, 'guest'],
    ])
    expect(await check(token)).toEqual({ state: 'used' })
  })

  test('is joined with the account of whoever is signed in', async () => {
    const { orgId, owner } = await arrangeTenant('Signed in')
    const person = await arrangeUser('Grace')
    const { token } = await invite(owner, orgId, { role: 'operator' })
    expect(await accept(token, person)).toBe('ok')
    expect(await membersOf(orgId)).toContainEqual([person.user?.email, 'operator'])
  })

  test('to an address with an account asks to sign in first, and stays open', async () => {
    const { orgId, owner } = await arrangeTenant('Sign in')
    const person = await arrangeUser('Grace')
    const { token } = await invite(owner, orgId, { email: person.user?.email })
    expect(await check(token)).toMatchObject({ state: 'open', hasAccount: true })
    expect(await accept(token)).toBe('unauthenticated')
    const user = await systemDb().user.findUniqueOrThrow({ where: { id: idOf(person) } })
    expect(await verifyPassword(user.passwordHash, ARRANGED_PASSWORD)).toBe(true)
    expect(await accept(token, person)).toBe('ok')
  })

  test('to a member is refused, and gives a member no second role', async () => {
    const { orgId, owner } = await arrangeTenant('Again')
    const viewer = await arrangeMember(orgId, 'viewer')
    const again = { orgId, email: viewer.user?.email, role: 'admin' }
    expect(await codeOf(invitations.create, owner, again)).toBe('conflict')
    const { token } = await invite(owner, orgId, { role: 'admin' })
    expect(await accept(token, viewer)).toBe('conflict')
    expect(await membersOf(orgId)).toContainEqual([viewer.user?.email, 'viewer'])
    expect(await accept(token)).toBe('ok')
  })

  test('leaves no usable link in any row', async () => {
    const { orgId, owner } = await arrangeTenant('Sealed')
    const { token, invitationId } = await invite(owner, orgId)
    const rows = [
      await tenantDb(orgId).invitation.findUnique({ where: { id: invitationId } }),
      await tenantDb(orgId).auditEntry.findMany(),
      await systemDb().outboxEntry.findMany({ where: { orgId } }),
    ]
    expect(rows[0]).toMatchObject({ id: invitationId })
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('an invitation works once', () => {
  test('of twenty who accept at the same moment one joins', async () => {
    const { orgId, owner } = await arrangeTenant('Race')
    const { token } = await invite(owner, orgId)
    const people = await Promise.all(Array.from({ length: 10 }, () => arrangeUser('Racer')))
    const callers = [...people, ...Array.from({ length: 10 }, () => visitor())]
    const codes = await Promise.all(callers.map((caller) => accept(token, caller)))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(await membersOf(orgId)).toHaveLength(2)
  }, 60_000)

  test('replayed, expired, revoked, renewed or never made, a link opens nothing', async () => {
    const { orgId, owner } = await arrangeTenant('Closed')
    const used = await invite(owner, orgId)
    expect(await accept(used.token)).toBe('ok')
    const expired = await invite(owner, orgId)
    await expire(expired.invitationId)
    const revoked = await invite(owner, orgId)
    await call(invitations.revoke, owner, { orgId, invitationId: revoked.invitationId })
    const old = await invite(owner, orgId)
    const renewed = await call<InvitationLink>(invitations.renew, owner, {
      orgId,
      invitationId: old.invitationId,
    })
    const replaced = await invite(owner, orgId)
    const fresh = await invite(owner, orgId, { email: replaced.email })

    const before = await membersOf(orgId)
    const states: unknown[] = []
    for (const { token } of [used, expired, revoked, old, replaced, { token: 'guessed' }]) {
      expect(await accept(token)).not.toBe('ok')
      expect(await accept(token, await arrangeUser('Mallory'))).not.toBe('ok')
      states.push(await check(token))
    }
    expect(states).toEqual(
      ['used', 'expired', 'revoked', 'invalid', 'revoked', 'invalid'].map((state) => ({ state })),
    )
    expect(await membersOf(orgId)).toEqual(before)
    expect(await accept(tokenOf(renewed.link))).toBe('ok')
    expect(await accept(fresh.token)).toBe('ok')
  }, 60_000)

  test('a used or revoked one cannot be renewed, and a used one not revoked', async () => {
    const { orgId, owner } = await arrangeTenant('Ended')
    const used = await invite(owner, orgId)
    await accept(used.token)
    const revoked = await invite(owner, orgId)
    await call(invitations.revoke, owner, { orgId, invitationId: revoked.invitationId })
    for (const { invitationId } of [used, revoked]) {
      expect(await codeOf(invitations.renew, owner, { orgId, invitationId })).toBe('invalid_state')
      expect(await codeOf(invitations.revoke, owner, { orgId, invitationId })).toBe('invalid_state')
    }
  })
})

describe('an invitation is no way up', () => {
  test('an admin can neither invite an owner, nor renew such an invitation to see its link', async () => {
    const { orgId, owner } = await arrangeTenant('Up')
    const admin = await arrangeMember(orgId, 'admin')
    const asOwner = { orgId, email: newEmail(), role: 'owner' }
    expect(await codeOf(invitations.create, admin, asOwner)).toBe('forbidden')
    const { invitationId } = await invite(owner, orgId, { role: 'owner' })
    expect(await codeOf(invitations.renew, admin, { orgId, invitationId })).toBe('forbidden')
  })

  test('a builder invites nobody', async () => {
    const { orgId } = await arrangeTenant('Builder')
    const builder = await arrangeMember(orgId, 'builder')
    expect(await codeOf(invitations.create, builder, { orgId, email: newEmail(), role: 'guest' })).toBe(
      'forbidden',
    )
    expect(await codeOf(invitations.list, builder, { orgId })).toBe('forbidden')
  })

  test('roles are given in projects of the organization only', async () => {
    const { orgId, owner } = await arrangeTenant('Mine')
    const { projectId } = await arrangeTenant('Theirs')
    const projectRoles = [{ projectId, role: 'admin' }]
    const input = { orgId, email: newEmail(), role: 'guest', projectRoles }
    expect(await codeOf(invitations.create, owner, input)).toBe('not_found')
  })

  test('a program invites nobody to more than its key holds, and accepts nothing', async () => {
    const { orgId, owner } = await arrangeTenant('Program')
    const key = program(owner, orgId, { permissions: new Set(['members.manage']) })
    const input = { orgId, email: newEmail(), role: 'viewer' }
    expect(await codeOf(invitations.create, key, input)).toBe('forbidden')
    const { token } = await invite(owner, orgId)
    const foreign = await arrangeTenant('Other')
    expect(await accept(token, program(foreign.owner, foreign.orgId))).toBe('forbidden')
  })

  test('a link kept for later is worth nothing once its maker lost the right to make it', async () => {
    const { orgId, owner } = await arrangeTenant('Back door')
    const demoted = await arrangeMember(orgId, 'admin')
    const removed = await arrangeMember(orgId, 'admin')
    const stepped = await arrangeMember(orgId, 'owner')
    const links = [
      await invite(demoted, orgId, { role: 'admin' }),
      await invite(removed, orgId, { role: 'admin' }),
      await invite(stepped, orgId, { role: 'owner' }),
    ]
    await call(members.setRole, owner, { orgId, userId: idOf(demoted), role: 'builder' })
    await call(members.remove, owner, { orgId, userId: idOf(removed) })
    await call(organizations.transfer, stepped, { orgId, userId: idOf(owner) })
    for (const { token } of links) {
      expect(await check(token)).toEqual({ state: 'revoked' })
      expect(await accept(token, removed)).toBe('invalid_state')
    }
    const list = await call<{ invitations: { state: string; invitedBy: string }[] }>(
      invitations.list,
      owner,
      { orgId },
    )
    expect(list.invitations.map((row) => row.state)).toEqual(['revoked', 'revoked', 'revoked'])
    // Also who left is still named.
    expect(list.invitations.map((row) => row.invitedBy)).toContain(removed.user?.name)
  })

  test('nobody joins an organization that is being deleted', async () => {
    const { orgId, owner } = await arrangeTenant('Going')
    const { token } = await invite(owner, orgId)
    await call(organizations.delete, owner, { orgId, confirmation: 'Going' })
    expect(await check(token)).toEqual({ state: 'revoked' })
    expect(await accept(token)).toBe('invalid_state')
  })
})

test('the list shows open ones first and what became of the others', async () => {
  const { orgId, projectId, owner } = await arrangeTenant('List')
  const open = await invite(owner, orgId, { role: 'guest', projectRoles: [{ projectId, role: 'viewer' }] })
  const revoked = await invite(owner, orgId)
  await call(invitations.revoke, owner, { orgId, invitationId: revoked.invitationId })
  const list = await call(invitations.list, owner, { orgId })
  expect(list).toMatchObject({
    invitations: [
      {
        id: open.invitationId,
        state: 'open',
        projectRoles: [{ projectId, projectName: 'Main', role: 'viewer' }],
        invitedBy: owner.user?.name,
        mailedAt: null,
        mailError: null,
      },
      { id: revoked.invitationId, state: 'revoked' },
    ],
  })
})

test.each(['no address', ' ', 'a@b', `${'x'.repeat(300)}@example.com`])(
  'an invitation to %j is refused with the field that is wrong',
  async (email) => {
    const { orgId, owner } = await arrangeTenant('Input')
    await expect(call(invitations.create, owner, { orgId, email, role: 'viewer' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'email' }] },
    })
  },
)
