import { describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, arrangeUser, type Tenant } from '@/server/api/testing/arrange'
import { call, codeOf, idOf, program } from '@/server/api/testing/call'
import { newId } from '@/server/kernel/ids'
import { ROLES, type Role } from '@/server/kernel/permissions'
import type { Caller } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { members, organizations } = catalogue

async function rolesIn(orgId: string): Promise<Map<string, string>> {
  const rows = await systemDb().membership.findMany({ where: { orgId } })
  return new Map(rows.map((row) => [row.userId, row.role]))
}

async function otherTenantProject(): Promise<string> {
  return (await arrangeTenant('Elsewhere')).projectId
}

async function giveProjectRole(tenant: Tenant, caller: Caller, role: string): Promise<void> {
  const { orgId, projectId } = tenant
  const input = { orgId, userId: idOf(caller), memberProjectId: projectId, role }
  await call(members.setProjectRole, tenant.owner, input)
}

describe('a role', () => {
  test('takes effect with the next call', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Effect')
    const grace = await arrangeMember(orgId, 'viewer')
    const start = { projectId, workflow: 'release-notes', inputs: {} }
    await expect(call(catalogue.runs.start, grace, start)).rejects.toMatchObject({
      code: 'forbidden',
      details: { permission: 'runs.start', granters: [{ name: owner.user?.name, email: owner.user?.email }] },
    })
    await call(members.setRole, owner, { orgId, userId: idOf(grace), role: 'operator' })
    expect(await codeOf(catalogue.runs.start, grace, start)).toBe('ok')
    await call(members.setRole, owner, { orgId, userId: idOf(grace), role: 'viewer' })
    expect(await codeOf(catalogue.runs.start, grace, start)).toBe('forbidden')
  })

  test('in one project opens that project to a guest and no other', async () => {
    const tenant = await arrangeTenant('Guest')
    const { orgId, projectId, owner } = tenant
    // `projects.create` answers with the id of the project it made.
    const second = (await call(catalogue.projects.create, owner, { orgId, name: 'Second' })) as {
      projectId: string
    }
    const guest = await arrangeMember(orgId, 'guest')
    expect(await codeOf(catalogue.projects.get, guest, { projectId })).toBe('not_found')
    await giveProjectRole(tenant, guest, 'builder')
    expect(await codeOf(catalogue.projects.get, guest, { projectId })).toBe('ok')
    expect(await codeOf(catalogue.projects.get, guest, { projectId: second.projectId })).toBe('not_found')
    const list = await call(catalogue.projects.list, guest, { orgId })
    expect(list).toMatchObject({ projects: [{ id: projectId, roles: ['guest', 'builder'] }] })
    await call(members.setProjectRole, owner, {
      orgId,
      userId: idOf(guest),
      memberProjectId: projectId,
      role: null,
    })
    expect(await codeOf(catalogue.projects.get, guest, { projectId })).toBe('not_found')
  })

  test('change is written down with before and after', async () => {
    const { orgId, owner } = await arrangeTenant('Audited')
    const grace = await arrangeMember(orgId, 'viewer')
    await call(members.setRole, owner, { orgId, userId: idOf(grace), role: 'builder' })
    const entry = await tenantDb(orgId).auditEntry.findFirst({ where: { action: 'members.setRole' } })
    expect(entry).toMatchObject({
      subject: idOf(grace),
      before: { role: 'viewer' },
      after: { role: 'builder' },
    })
  })
})

describe('nobody gets more than is given to them', () => {
  test.each([
    ['admin', 'owner'],
    ['builder', 'builder'],
    ['builder', 'admin'],
    ['operator', 'owner'],
    ['viewer', 'admin'],
    ['guest', 'viewer'],
  ] as [Role, Role][])('a %s cannot make themselves %s', async (held, wanted) => {
    const { orgId } = await arrangeTenant('Self')
    const caller = await arrangeMember(orgId, held)
    expect(await codeOf(members.setRole, caller, { orgId, userId: idOf(caller), role: wanted })).toBe(
      'forbidden',
    )
    expect((await rolesIn(orgId)).get(idOf(caller))).toBe(held)
  })

  test('an admin can neither make an owner, nor demote or remove one', async () => {
    const { orgId, owner } = await arrangeTenant('Admin')
    await arrangeMember(orgId, 'owner')
    const admin = await arrangeMember(orgId, 'admin')
    const friend = await arrangeMember(orgId, 'viewer')
    const tries = [
      codeOf(members.setRole, admin, { orgId, userId: idOf(friend), role: 'owner' }),
      codeOf(members.setRole, admin, { orgId, userId: idOf(owner), role: 'viewer' }),
      codeOf(members.remove, admin, { orgId, userId: idOf(owner) }),
      codeOf(organizations.transfer, admin, { orgId, userId: idOf(friend) }),
      codeOf(organizations.delete, admin, { orgId, confirmation: 'Admin' }),
    ]
    expect(await Promise.all(tries)).toEqual(Array.from(tries, () => 'forbidden'))
    expect((await rolesIn(orgId)).get(idOf(owner))).toBe('owner')
  })

  test('a role in a project gives no power over the organization', async () => {
    const tenant = await arrangeTenant('ProjectAdmin')
    const { orgId, projectId, owner } = tenant
    const caller = await arrangeMember(orgId, 'guest')
    await giveProjectRole(tenant, caller, 'admin')
    const target = await arrangeMember(orgId, 'viewer')
    const tries = [
      codeOf(members.setRole, caller, { orgId, userId: idOf(target), role: 'builder' }),
      codeOf(members.setRole, caller, { orgId, userId: idOf(caller), role: 'admin' }),
      codeOf(members.setProjectRole, caller, {
        orgId,
        userId: idOf(target),
        memberProjectId: projectId,
        role: 'admin',
      }),
      codeOf(members.remove, caller, { orgId, userId: idOf(owner) }),
      codeOf(catalogue.invitations.create, caller, { orgId, email: 'x@example.com', role: 'viewer' }),
      codeOf(organizations.rename, caller, { orgId, name: 'Mine now' }),
      codeOf(catalogue.projects.create, caller, { orgId, name: 'Mine' }),
    ]
    expect(await Promise.all(tries)).toEqual(Array.from(tries, () => 'forbidden'))
  })

  test('a role is given in projects of the organization only', async () => {
    const { orgId, owner } = await arrangeTenant('Inside')
    const grace = await arrangeMember(orgId, 'guest')
    const input = { orgId, userId: idOf(grace), memberProjectId: await otherTenantProject(), role: 'viewer' }
    expect(await codeOf(members.setProjectRole, owner, input)).toBe('not_found')
  })

  test('a program grants no more than its key holds, and does nothing that asks for a person', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Keys')
    await arrangeMember(orgId, 'owner')
    const grace = await arrangeMember(orgId, 'viewer')
    const small = program(owner, orgId, { permissions: new Set(['members.manage', 'members.read']) })
    expect(await codeOf(members.setRole, small, { orgId, userId: idOf(grace), role: 'admin' })).toBe(
      'forbidden',
    )
    expect(await codeOf(members.remove, small, { orgId, userId: idOf(grace) })).toBe('forbidden')
    const projectKey = program(owner, orgId, { projectIds: [projectId] })
    expect(await codeOf(members.setRole, projectKey, { orgId, userId: idOf(grace), role: 'admin' })).toBe(
      'forbidden',
    )
    const everything = program(owner, orgId)
    const inPerson = [
      codeOf(organizations.create, everything, { name: 'By key' }),
      codeOf(organizations.leave, everything, { orgId }),
      codeOf(organizations.transfer, everything, { orgId, userId: idOf(grace) }),
      codeOf(organizations.delete, everything, { orgId, confirmation: 'Keys' }),
      codeOf(catalogue.invitations.accept, everything, { token: 'any' }),
      codeOf(catalogue.profile.update, everything, { name: 'Robot' }),
      codeOf(catalogue.profile.changePassword, everything, {
        currentPassword: 'x',
        newPassword: 'y'.repeat(20),
      }),
      codeOf(catalogue.sessions.list, everything, {}),
      codeOf(catalogue.sessions.revokeOthers, everything, {}),
    ]
    expect(await Promise.all(inPerson)).toEqual(Array.from(inPerson, () => 'forbidden'))
  })

  test('ownership goes to members only', async () => {
    const { orgId, owner } = await arrangeTenant('Heir')
    const stranger = await arrangeUser('Stranger')
    expect(await codeOf(organizations.transfer, owner, { orgId, userId: idOf(stranger) })).toBe('not_found')
    expect(await codeOf(organizations.transfer, owner, { orgId, userId: idOf(owner) })).toBe('invalid_state')
    const heir = await arrangeMember(orgId, 'viewer')
    expect(await codeOf(organizations.transfer, owner, { orgId, userId: idOf(heir) })).toBe('ok')
    expect(await rolesIn(orgId)).toEqual(
      new Map([
        [idOf(owner), 'admin'],
        [idOf(heir), 'owner'],
      ]),
    )
    expect(await codeOf(organizations.delete, owner, { orgId, confirmation: 'Heir' })).toBe('forbidden')
  })
})

describe('the last owner', () => {
  test('can neither be demoted, nor removed, nor leave', async () => {
    const { orgId, owner } = await arrangeTenant('Last')
    const userId = idOf(owner)
    expect(await codeOf(members.setRole, owner, { orgId, userId, role: 'admin' })).toBe('invalid_state')
    expect(await codeOf(members.remove, owner, { orgId, userId })).toBe('invalid_state')
    expect(await codeOf(organizations.leave, owner, { orgId })).toBe('invalid_state')
    expect((await rolesIn(orgId)).get(userId)).toBe('owner')
  })

  test.each([
    ['demote each other', members.setRole, (userId: string) => ({ userId, role: 'viewer' })],
    ['remove each other', members.remove, (userId: string) => ({ userId })],
    ['leave', organizations.leave, () => ({})],
  ] as const)(
    'stays when two owners %s at the same moment',
    async (_what, operation, inputOf) => {
      for (let round = 0; round < 3; round += 1) {
        const { orgId, owner } = await arrangeTenant('Race')
        const second = await arrangeMember(orgId, 'owner')
        const results = await Promise.all([
          codeOf(operation, owner, { orgId, ...inputOf(idOf(second)) }),
          codeOf(operation, second, { orgId, ...inputOf(idOf(owner)) }),
        ])
        expect(results.filter((code) => code === 'ok')).toHaveLength(1)
        expect([...(await rolesIn(orgId)).values()].filter((role) => role === 'owner')).toHaveLength(1)
      }
    },
    30_000,
  )
})

describe('a removed member', () => {
  test('is out at once: no call, no roles in projects, no API key; what they did stays under their name', async () => {
    const tenant = await arrangeTenant('Removed')
    const { orgId, projectId, owner } = tenant
    const grace = await arrangeMember(orgId, 'builder')
    await giveProjectRole(tenant, grace, 'admin')
    await call(catalogue.runs.start, grace, { projectId, workflow: 'release-notes', inputs: {} })
    const apiKeyId = newId('apiKey')
    await tenantDb(orgId).apiKey.create({
      data: { id: apiKeyId, orgId, userId: idOf(grace), name: 'ci', prefix: apiKeyId, secretHash: 'none' },
    })
    await call(members.remove, owner, { orgId, userId: idOf(grace) })

    expect(await codeOf(catalogue.projects.get, grace, { projectId })).toBe('not_found')
    expect(await codeOf(organizations.get, grace, { orgId })).toBe('not_found')
    const db = tenantDb(orgId)
    expect(await db.projectMembership.count({ where: { userId: idOf(grace) } })).toBe(0)
    expect((await db.apiKey.findUniqueOrThrow({ where: { id: apiKeyId } })).revokedAt).not.toBeNull()
    const log = await db.auditEntry.findFirst({ where: { action: 'runs.start' } })
    expect(log?.actorName).toBe(grace.user?.name)
  })

  test('was not above who removes them', async () => {
    const { orgId } = await arrangeTenant('Order')
    const callers = await Promise.all(ROLES.map((role) => arrangeMember(orgId, role)))
    const admin = callers[ROLES.indexOf('admin')]
    if (!admin) throw new Error('There is no admin.')
    const codes: string[] = []
    for (const target of callers)
      codes.push(await codeOf(members.remove, admin, { orgId, userId: idOf(target) }))
    expect(codes).toEqual(['forbidden', 'invalid_state', 'ok', 'ok', 'ok', 'ok', 'ok'])
  })
})

test('the list says who may be changed, and what may be given', async () => {
  const { orgId, owner } = await arrangeTenant('List')
  const admin = await arrangeMember(orgId, 'admin')
  const list = await call(members.list, admin, { orgId })
  expect(list).toMatchObject({
    grantableRoles: ['admin', 'builder', 'operator', 'approver', 'viewer', 'guest'],
    members: [
      { userId: idOf(owner), role: 'owner', isMe: false, mayChange: false, mayRemove: false },
      { userId: idOf(admin), role: 'admin', isMe: true, mayChange: true, mayRemove: false },
    ],
  })
  const viewer = await arrangeMember(orgId, 'viewer')
  expect(await call(members.list, viewer, { orgId })).toMatchObject({ grantableRoles: [] })
})
