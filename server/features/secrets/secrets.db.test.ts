import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '@/server/kernel/ids'
import type { Role } from '@/server/kernel/permissions'
import { type Caller, execute } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { secrets } from './index'
import { secretPort } from './port'

interface Tenant {
  orgId: string
  projectId: string
  caller: Caller
}

let mine: Tenant
let other: Tenant

beforeAll(async () => {
  mine = await createTenant('Ada')
  other = await createTenant('Bo')
})

describe('a secret', () => {
  test('is stored encrypted, listed without its value, and read only by the engine', async () => {
    expect(await set(mine, 'GITHUB_TOKEN', 'ghp_first')).toEqual({ name: 'GITHUB_TOKEN' })
    const listed = await execute(secrets.list, mine.caller, { projectId: mine.projectId })
    expect(listed).toEqual([{ name: 'GITHUB_TOKEN', updatedAt: expect.any(String), updatedBy: 'Ada' }])
    const row = await tenantDb(mine.orgId).secret.findFirstOrThrow({ where: { name: 'GITHUB_TOKEN' } })
    expect(row.ciphertext).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/)
    expect(JSON.stringify(row)).not.toContain('ghp_first')
    expect(await secretPort.read(mine, 'GITHUB_TOKEN')).toBe('ghp_first')
  })

  test('takes a new value in place of the old one, and says who gave it', async () => {
    const builder = await addMember(mine, 'Cy', 'admin')
    await set(mine, 'REPLACED', 'older')
    await set({ ...mine, caller: builder }, 'REPLACED', 'newer')
    expect(await secretPort.read(mine, 'REPLACED')).toBe('newer')
    const listed = await execute(secrets.list, mine.caller, { projectId: mine.projectId })
    expect(listed).toContainEqual({ name: 'REPLACED', updatedAt: expect.any(String), updatedBy: 'Cy' })
  })

  test('leaves an audit row without its value', async () => {
    await set(mine, 'AUDITED', 'never-in-the-log')
    const rows = await tenantDb(mine.orgId).auditEntry.findMany({ where: { subject: 'AUDITED' } })
    expect(rows).toMatchObject([{ action: 'secrets.set', outcome: 'done', actorName: 'Ada' }])
    expect(JSON.stringify(rows)).not.toContain('never-in-the-log')
  })

  test('is gone once deleted; a second deletion finds nothing', async () => {
    await set(mine, 'SHORT_LIVED', 'soon gone')
    const input = { projectId: mine.projectId, name: 'SHORT_LIVED' }
    await execute(secrets.delete, mine.caller, input)
    expect(await secretPort.read(mine, 'SHORT_LIVED')).toBeUndefined()
    await expect(execute(secrets.delete, mine.caller, input)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('of another tenant does not exist, by any way', async () => {
    await set(other, 'THEIRS', 'theirs')
    expect(await secretPort.read({ orgId: mine.orgId, projectId: other.projectId }, 'THEIRS')).toBeUndefined()
    expect(await secretPort.read(mine, 'THEIRS')).toBeUndefined()
    const foreign = { projectId: other.projectId, name: 'THEIRS' }
    await expect(execute(secrets.delete, mine.caller, foreign)).rejects.toMatchObject({ code: 'not_found' })
    await expect(execute(secrets.set, mine.caller, { ...foreign, value: 'mine now' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await secretPort.read(other, 'THEIRS')).toBe('theirs')
  })

  test('may be set by who manages secrets, not by who only uses them', async () => {
    const builder = await addMember(mine, 'Di', 'builder')
    await expect(set({ ...mine, caller: builder }, 'DENIED', 'denied')).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await execute(secrets.list, builder, { projectId: mine.projectId })).toBeInstanceOf(Array)
    const viewer = await addMember(mine, 'Ed', 'viewer')
    await expect(execute(secrets.list, viewer, { projectId: mine.projectId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test.each(['lower', '1ST', 'WITH-HYPHEN', 'WITH SPACE', ''])('may not be named "%s"', async (name) => {
    await expect(set(mine, name, 'valid')).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('may not be too short to be hidden, and what was given is not repeated in the error', async () => {
    for (const value of ['', 'abc'])
      await expect(set(mine, 'TOO_SHORT', value)).rejects.toMatchObject({ code: 'invalid_input' })
    const refused = set(mine, 'LONG', 'geheim'.repeat(10_000))
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(refused).rejects.not.toThrow(/geheim/)
  })
})

function set(tenant: Tenant, name: string, value: string): Promise<unknown> {
  return execute(secrets.set, tenant.caller, { projectId: tenant.projectId, name, value })
}

async function createTenant(owner: string): Promise<Tenant> {
  const orgId = newId('organization')
  const projectId = newId('project')
  await systemDb().organization.create({ data: { id: orgId, slug: orgId.replace('_', '-'), name: owner } })
  await systemDb().project.create({ data: { id: projectId, orgId, slug: 'main', name: 'Main' } })
  return { orgId, projectId, caller: await addMember({ orgId }, owner, 'owner') }
}

async function addMember({ orgId }: { orgId: string }, name: string, role: Role): Promise<Caller> {
  const userId = newId('user')
  const email = `${userId}@example.com`
  await systemDb().user.create({ data: { id: userId, email, name, passwordHash: 'none' } })
  await systemDb().membership.create({ data: { id: newId('membership'), orgId, userId, role } })
  return {
    user: { userId, sessionId: newId('session'), name, email },
    apiKey: null,
    correlationId: newId('request'),
    ip: null,
    userAgent: null,
  }
}
