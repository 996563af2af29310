import { describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { newId } from '@/server/kernel/ids'
import { systemDb, tenantDb } from '@/server/platform/db'
import { execute, requestHashOf } from '.'

const INPUT = { workflow: 'order-saga', inputs: { failCard: false } }

async function start(tenant: Tenant, key: string, input: object = INPUT, projectId = tenant.projectId) {
  let isReplayed = false
  const whole = { projectId, ...input }
  const answer = await execute(catalogue.runs.start, tenant.owner, whole, {
    key,
    requestHash: requestHashOf('runs.start', whole as never),
    onReplay: () => {
      isReplayed = true
    },
  })
  return { ...(answer as { id: string; number: number }), isReplayed }
}

const lastNumber = async (tenant: Tenant) =>
  (await tenantDb(tenant.orgId).project.findFirstOrThrow({ select: { lastRunNumber: true } })).lastRunNumber

const countRuns = (tenant: Tenant) =>
  tenantDb(tenant.orgId).run.count({ where: { projectId: tenant.projectId } })

describe('an idempotency key', () => {
  test('sent again, it gets the first answer and nothing happens', async () => {
    const tenant = await arrangeTenant('Again')
    const first = await start(tenant, 'k1')
    const second = await start(tenant, 'k1')
    expect(first.isReplayed).toBe(false)
    expect(second).toEqual({ ...first, isReplayed: true })
    expect(await countRuns(tenant)).toBe(1)
    expect(await tenantDb(tenant.orgId).auditEntry.count({ where: { subject: first.id } })).toBe(1)
    expect(await systemDb().outboxEntry.count({ where: { orgId: tenant.orgId } })).toBe(1)
    // And takes no number.
    await expect.poll(() => lastNumber(tenant)).toBe(first.number)
  })

  test('sent again, it gets the first answer also where the call would be refused by now', async () => {
    const tenant = await arrangeTenant('Refused')
    const first = await start(tenant, 'k1')
    await tenantDb(tenant.orgId).workflow.updateMany({ data: { archivedAt: new Date() } })
    await expect(start(tenant, 'k2')).rejects.toMatchObject({ code: 'not_found' })
    expect(await start(tenant, 'k1')).toEqual({ ...first, isReplayed: true })
    // What was refused has left no key behind.
    await tenantDb(tenant.orgId).workflow.updateMany({ data: { archivedAt: null } })
    expect((await start(tenant, 'k2')).isReplayed).toBe(false)
  })

  test('another key is another call', async () => {
    const tenant = await arrangeTenant('Other')
    expect((await start(tenant, 'k1')).id).not.toBe((await start(tenant, 'k2')).id)
  })

  test('with another request it is refused', async () => {
    const tenant = await arrangeTenant('Reused')
    await start(tenant, 'k1')
    await expect(start(tenant, 'k1', { ...INPUT, inputs: {} })).rejects.toMatchObject({
      code: 'invalid_state',
    })
    const run = (await tenantDb(tenant.orgId).run.findFirstOrThrow()).id
    const cancel = { projectId: tenant.projectId, runId: run }
    await expect(
      execute(catalogue.runs.cancel, tenant.owner, cancel, { key: 'k1', requestHash: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid_state' })
  })

  test('ten calls at once start one run, and all get its id', async () => {
    const tenant = await arrangeTenant('Race')
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(tenant, 'k1')))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1)
    expect(await countRuns(tenant)).toBe(1)
  })

  test('a call that failed leaves its key free', async () => {
    const tenant = await arrangeTenant('Failed')
    await expect(start(tenant, 'k1', { workflow: 'none', inputs: {} })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await start(tenant, 'k1')).isReplayed).toBe(false)
  })

  test('of another user is another key', async () => {
    const one = await arrangeTenant('One')
    const two = await arrangeTenant('Two')
    expect((await start(one, 'shared')).id).not.toBe((await start(two, 'shared')).id)
  })

  test('used by the same user in another organization, it is refused', async () => {
    const one = await arrangeTenant('Here')
    const two = await arrangeTenant('There')
    const userId = one.owner.user?.userId ?? ''
    await systemDb().membership.create({
      data: { id: newId('membership'), orgId: two.orgId, userId, role: 'owner' },
    })
    await start(one, 'k1')
    await expect(start(one, 'k1', INPUT, two.projectId)).rejects.toMatchObject({ code: 'invalid_state' })
  })

  test('is free again after a day', async () => {
    const tenant = await arrangeTenant('Day')
    const first = await start(tenant, 'k1')
    await tenantDb(tenant.orgId).idempotencyKey.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
    expect((await start(tenant, 'k1')).id).not.toBe(first.id)
  })

  test('an answer that is shown once is kept nowhere', async () => {
    const { owner, orgId } = await arrangeTenant('Secret')
    const input = { orgId, name: 'Once', permissions: ['runs.read'] }
    const key = { key: 'k1', requestHash: requestHashOf('apiKeys.create', input) }
    const made = (await execute(catalogue.apiKeys.create, owner, input, key)) as { key: string }
    const rows = await tenantDb(orgId).idempotencyKey.findMany()
    expect(rows).toMatchObject([{ hasAnswer: false, answer: null }])
    expect(JSON.stringify(rows)).not.toContain(made.key)
    await expect(execute(catalogue.apiKeys.create, owner, input, key)).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await tenantDb(orgId).apiKey.count()).toBe(1)
  })

  test('means nothing where no organization is', async () => {
    const { owner } = await arrangeTenant('Instance')
    const input = {
      token: 'x',
      name: 'x',
      email: 'x@example.com',
      password: 'x'.repeat(12),
      organization: 'x',
    }
    const key = { key: 'k1', requestHash: 'x' }
    await expect(execute(catalogue.onboarding.complete, owner, input, key)).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

test('the hash of a request is the same whatever the order of its fields', () => {
  expect(requestHashOf('a.b', { x: 1, y: { p: [1, 2], q: null } })).toBe(
    requestHashOf('a.b', { y: { q: null, p: [1, 2] }, x: 1 }),
  )
  expect(requestHashOf('a.b', { x: [1, 2] })).not.toBe(requestHashOf('a.b', { x: [2, 1] }))
  expect(requestHashOf('a.b', {})).not.toBe(requestHashOf('a.c', {}))
})
