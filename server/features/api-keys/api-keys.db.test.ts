import { describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeKey } from '@/server/api/rest/testing/call'
import { arrangeMember, arrangeTenant } from '@/server/api/testing/arrange'
import type { Whoami } from '@/server/features/sessions/schema'
import { newId } from '@/server/kernel/ids'
import { type Caller, execute } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { callerOfKey } from '.'
import type { ApiKeySummary } from './schema'

const visitor = { correlationId: 'req_test', ip: '192.0.2.7', userAgent: 'curl' }

const use = (key: string) => callerOfKey(`Bearer ${key}`, visitor)
const asProgram = async (key: string) => use(key)

async function listAs(caller: Caller, orgId: string): Promise<ApiKeySummary[]> {
  return (await execute(catalogue.apiKeys.list, caller, { orgId })) as ApiKeySummary[]
}

async function arrangeProject(orgId: string): Promise<string> {
  const id = newId('project')
  await systemDb().project.create({ data: { id, orgId, slug: id.replace('_', '-'), name: id } })
  return id
}

describe('making a key', () => {
  test('shows it once; what is kept does not show it', async () => {
    const { owner, orgId } = await arrangeTenant('Once')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const [listed] = await listAs(owner, orgId)
    expect(listed).toMatchObject({ id, state: 'active', isMine: true, projects: null, lastUsedAt: null })
    const kept = JSON.stringify([
      await tenantDb(orgId).apiKey.findUnique({ where: { id } }),
      await tenantDb(orgId).auditEntry.findMany({ where: { subject: id } }),
      listed,
    ])
    expect(kept).not.toContain(key.slice(-52))
    expect(kept).toContain(key.split('_')[1])
  })

  test('nobody gives a key what they do not hold', async () => {
    const { orgId } = await arrangeTenant('Unheld')
    const viewer = await arrangeMember(orgId, 'viewer')
    await expect(
      arrangeKey(viewer, { orgId, permissions: ['runs.read', 'runs.start'] }),
    ).rejects.toMatchObject({ code: 'forbidden', details: { unheld: ['runs.start'] } })
  })

  test('a role in one project is enough for a key limited to it, and for no other', async () => {
    const { orgId, projectId } = await arrangeTenant('Limited')
    const otherId = await arrangeProject(orgId)
    const guest = await arrangeMember(orgId, 'guest')
    const userId = guest.user?.userId ?? ''
    const membership = { id: newId('projectMembership'), orgId, projectId, userId, role: 'operator' }
    await systemDb().projectMembership.create({ data: membership })
    const permissions = ['runs.start']
    await expect(arrangeKey(guest, { orgId, permissions })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(arrangeKey(guest, { orgId, permissions, projectIds: [otherId] })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(arrangeKey(guest, { orgId, permissions, projectIds: [projectId] })).resolves.toBeTruthy()
  })

  test('the project of another organization is not found', async () => {
    const mine = await arrangeTenant('Mine')
    const theirs = await arrangeTenant('Theirs')
    const key = { orgId: mine.orgId, permissions: ['runs.read'], projectIds: [theirs.projectId] }
    await expect(arrangeKey(mine.owner, key)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each(['apiKeys.manage', 'no.such'])('%s is nothing a key can have', async (permission) => {
    const { owner, orgId } = await arrangeTenant('Odd')
    await expect(arrangeKey(owner, { orgId, permissions: [permission] })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test('a program makes, lists and revokes no keys', async () => {
    const { owner, orgId } = await arrangeTenant('Program')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const program = await asProgram(key)
    for (const [operation, input] of [
      [catalogue.apiKeys.create, { name: 'Child', permissions: ['runs.read'] }],
      [catalogue.apiKeys.list, {}],
      [catalogue.apiKeys.revoke, { apiKeyId: id }],
    ] as const)
      await expect(execute(operation, program, { orgId, ...input })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })
})

describe('using a key', () => {
  test('acts for its user, and says when and from where it was used last', async () => {
    const { owner, orgId } = await arrangeTenant('Use')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    expect(await use(key)).toMatchObject({
      user: { userId: owner.user?.userId, sessionId: null },
      apiKey: { apiKeyId: id, orgId, projectIds: null },
    })
    const [listed] = await listAs(owner, orgId)
    expect(listed?.lastUsedIp).toBe('192.0.2.7')
    expect(listed?.lastUsedAt).not.toBeNull()
  })

  test('one use a minute is written down', async () => {
    const { owner, orgId } = await arrangeTenant('Minute')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const lastUsedAt = async () =>
      (await tenantDb(orgId).apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt
    await use(key)
    const first = await lastUsedAt()
    await use(key)
    expect(await lastUsedAt()).toEqual(first)
    await tenantDb(orgId).apiKey.update({
      where: { id },
      data: { lastUsedAt: new Date(Date.now() - 61_000) },
    })
    await use(key)
    expect((await lastUsedAt())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? 0)
  })

  test('without a header nobody calls', async () => {
    expect(await callerOfKey(null, visitor)).toMatchObject({ user: null, apiKey: null })
  })

  test.each(['', 'Bearer', 'Basic YTpi', 'Bearer nonsense', 'Bearer pawl_a_b'])(
    'the header "%s" is refused',
    async (header) => {
      await expect(callerOfKey(header, visitor)).rejects.toMatchObject({ code: 'unauthenticated' })
    },
  )

  test('the right prefix with another secret is refused', async () => {
    const { owner, orgId } = await arrangeTenant('Prefix')
    const one = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const other = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const forged = `${one.key.slice(0, 16)}${other.key.slice(16)}`
    expect(forged).not.toBe(one.key)
    await expect(use(forged)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a revoked key is refused at once, and stays so', async () => {
    const { owner, orgId } = await arrangeTenant('Revoked')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    await use(key)
    await execute(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId: id })
    await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(execute(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId: id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('an expired key is refused', async () => {
    const { owner, orgId } = await arrangeTenant('Expired')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'], expiresInDays: 30 })
    await use(key)
    await tenantDb(orgId).apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('the key of a removed member is dead, also when they come back', async () => {
    const { orgId } = await arrangeTenant('Removed')
    const member = await arrangeMember(orgId, 'operator')
    const { key } = await arrangeKey(member, { orgId, permissions: ['runs.read'] })
    await use(key)
    const userId = member.user?.userId ?? ''
    await systemDb().membership.deleteMany({ where: { orgId, userId } })
    await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' })
    const again = { id: newId('membership'), orgId, userId, role: 'operator', createdAt: new Date() }
    await systemDb().membership.create({ data: again })
    await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('what a key may do', () => {
  test('never more than its user after they were demoted', async () => {
    const { orgId, projectId } = await arrangeTenant('Demoted')
    const member = await arrangeMember(orgId, 'operator')
    const { key } = await arrangeKey(member, { orgId, permissions: ['runs.start', 'runs.read'] })
    const start = { projectId, workflow: 'order-saga', inputs: {} }
    await execute(catalogue.runs.start, await use(key), start)
    const userId = member.user?.userId ?? ''
    await systemDb().membership.updateMany({ where: { orgId, userId }, data: { role: 'viewer' } })
    await expect(execute(catalogue.runs.start, await use(key), start)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(execute(catalogue.runs.list, await use(key), { projectId })).resolves.toBeTruthy()
  })

  test('not what was not chosen for it, and the refusal says so', async () => {
    const { owner, orgId, projectId } = await arrangeTenant('Chosen')
    const { key } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const call = execute(catalogue.secrets.list, await use(key), { projectId })
    await expect(call).rejects.toMatchObject({
      code: 'forbidden',
      message: 'The API key "Test" does not include secrets.read.',
    })
  })

  test('in no other project than those it is limited to, nor in the organization', async () => {
    const { owner, orgId, projectId } = await arrangeTenant('Projects')
    const otherId = await arrangeProject(orgId)
    const permissions = ['runs.read', 'audit.read']
    const { key } = await arrangeKey(owner, { orgId, permissions, projectIds: [projectId] })
    const program = await use(key)
    await expect(execute(catalogue.runs.list, program, { projectId })).resolves.toBeTruthy()
    await expect(execute(catalogue.runs.list, program, { projectId: otherId })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(execute(catalogue.audit.list, program, { orgId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('in no other organization of its user', async () => {
    const mine = await arrangeTenant('First')
    const second = await arrangeTenant('Second')
    const userId = mine.owner.user?.userId ?? ''
    await systemDb().membership.create({
      data: { id: newId('membership'), orgId: second.orgId, userId, role: 'owner' },
    })
    const { key } = await arrangeKey(mine.owner, {
      orgId: mine.orgId,
      permissions: ['runs.read', 'audit.read'],
    })
    const program = await use(key)
    const there = { orgId: second.orgId, projectId: second.projectId }
    await expect(execute(catalogue.runs.list, program, there)).rejects.toMatchObject({ code: 'not_found' })
    await expect(execute(catalogue.audit.list, program, there)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('and asked who it is, it tells of that organization and those projects only', async () => {
    const mine = await arrangeTenant('Asked')
    const second = await arrangeTenant('Unasked')
    const userId = mine.owner.user?.userId ?? ''
    await systemDb().membership.create({
      data: { id: newId('membership'), orgId: second.orgId, userId, role: 'owner' },
    })
    const otherId = await arrangeProject(mine.orgId)
    const permissions = ['runs.read', 'members.read', 'organizations.read']
    const { key } = await arrangeKey(mine.owner, { orgId: mine.orgId, permissions, projectIds: [otherId] })
    const { organizations } = (await execute(catalogue.sessions.whoami, await use(key), {})) as Whoami
    expect(organizations.map(({ id, permissions: held }) => [id, held])).toEqual([
      [mine.orgId, ['organizations.read']],
    ])
    expect(organizations[0]?.projects.map(({ id }) => id)).toEqual([otherId])
    expect(organizations[0]?.projects[0]?.permissions).toEqual(
      expect.arrayContaining(['members.read', 'runs.read']),
    )
    expect(organizations[0]?.projects[0]?.permissions).not.toContain('runs.start')
  })

  test('the audit log names the key beside its user', async () => {
    const { owner, orgId, projectId } = await arrangeTenant('Audited')
    const { id, key } = await arrangeKey(owner, { orgId, permissions: ['runs.start'] })
    const start = { projectId, workflow: 'order-saga', inputs: {} }
    const run = (await execute(catalogue.runs.start, await use(key), start)) as { id: string }
    const entry = await tenantDb(orgId).auditEntry.findFirstOrThrow({ where: { subject: run.id } })
    expect(entry).toMatchObject({ actorKind: 'apiKey', apiKeyId: id, actorId: owner.user?.userId })
  })
})

describe('whose keys', () => {
  test('a member sees and revokes their own; an admin everybody’s', async () => {
    const { owner, orgId } = await arrangeTenant('Whose')
    const member = await arrangeMember(orgId, 'builder')
    const mine = await arrangeKey(member, { orgId, permissions: ['runs.read'] })
    const theirs = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    expect((await listAs(member, orgId)).map(({ id }) => id)).toEqual([mine.id])
    expect((await listAs(owner, orgId)).map(({ id, isMine }) => [id, isMine])).toEqual([
      [theirs.id, true],
      [mine.id, false],
    ])
    await expect(
      execute(catalogue.apiKeys.revoke, member, { orgId, apiKeyId: theirs.id }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await execute(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId: mine.id })
    await expect(use(mine.key)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('two revocations at once: one happens', async () => {
    const { owner, orgId } = await arrangeTenant('Race')
    const { id } = await arrangeKey(owner, { orgId, permissions: ['runs.read'] })
    const revoke = () => execute(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId: id })
    const results = await Promise.allSettled([revoke(), revoke()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
