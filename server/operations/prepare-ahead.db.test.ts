import { beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call, codeOf, idOf } from '@/server/api/testing/call'
import { systemDb, systemPool, tenantDb } from '@/server/platform/db'
import type { Caller } from '.'

let tenant: Tenant
let caller: Caller

beforeEach(async () => {
  tenant = await arrangeTenant('Ahead')
  caller = await arrangeMember(tenant.orgId, 'builder')
})

const start = (more: object = {}) => ({
  projectId: tenant.projectId,
  workflow: 'order-saga',
  inputs: { failCard: false },
  ...more,
})

const lastNumber = async () =>
  (await tenantDb(tenant.orgId).project.findFirstOrThrow({ select: { lastRunNumber: true } })).lastRunNumber

/** Whether the permission is looked up by itself first; otherwise it is while the start is prepared, in one message. */
async function isAskedFirst(more: object = {}): Promise<boolean> {
  const asked = vi.spyOn(systemPool(), 'query')
  await call(catalogue.runs.start, caller, start(more))
  const statements = asked.mock.calls.map(([statement]) => (statement as { name?: string }).name)
  asked.mockRestore()
  return statements.includes('project scope')
}

test('a start is prepared while it is looked up whether the caller may, who might the last time', async () => {
  expect(await isAskedFirst()).toBe(true)
  expect(await isAskedFirst()).toBe(false)
  const numbers = await tenantDb(tenant.orgId).run.findMany({ select: { number: true } })
  expect(numbers.map(({ number }) => number).sort()).toEqual([1, 2])
})

test('what it would keep waits until it is known', async () => {
  const source = 'version: 1\nname: order-saga\nsteps:\n  - { id: a, set: { x: 1 } }\n'
  const draft = { inputs: {}, draft: { source } }
  expect(await isAskedFirst(draft)).toBe(true)
  expect(await isAskedFirst(draft)).toBe(true)
})

test('who may no longer is refused, and nothing has started', async () => {
  await call(catalogue.runs.start, caller, start())
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, start())).toBe('forbidden')
  await systemDb().membership.deleteMany({ where: { userId: idOf(caller) } })
  expect(await codeOf(catalogue.runs.start, caller, start())).toBe('not_found')
  expect(await tenantDb(tenant.orgId).run.count()).toBe(1)
  await expect.poll(lastNumber).toBe(1)
  expect(await systemDb().outboxEntry.count({ where: { orgId: tenant.orgId } })).toBe(1)
})

test('what it refuses is told only to who may call', async () => {
  await call(catalogue.runs.start, caller, start())
  expect(await codeOf(catalogue.runs.start, caller, start({ workflow: 'none' }))).toBe('not_found')
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, start({ workflow: 'none' }))).toBe('forbidden')
})
