import { beforeEach, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { ended } from '@/server/api/testing/ended-run'
import { eventPort } from '@/server/features/events/port'
import { cachePort } from '@/server/features/runs/port'
import { finish, hold, operate, publish, rowOf, start, started } from '@/server/features/runs/testing/stage'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { sweepOrganization } from './sweep'

const DAY_MS = 86_400_000
let tenant: Tenant

beforeEach(async () => {
  tenant = await arrangeTenant('Left over')
})

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const sweep = (now: Date) => sweepOrganization(tenant.orgId, now, 60_000)
const keep = (key: string, value: number) => operate(tenant, catalogue.settings.set, { key, value })

test('outputs kept for other runs go when their time is over', async () => {
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
  const held = await hold(await start(tenant, 'plain'))
  const output = { type: 'step.succeeded' as const, path: 'a', attempt: 1, output: 1 }
  await held.commit(started('a'), { ...output, cache: { key: 'k', expiresAt: inDays(2).toISOString() } })
  await sweep(inDays(1))
  expect(await cachePort.read(tenant, 'k')).toBe(1)
  await sweep(inDays(3))
  expect(await tenantDb(tenant.orgId).stepCache.count()).toBe(0)
})

test('events go when values of runs go, and stay where nothing is set', async () => {
  await operate(tenant, catalogue.events.emit, { name: 'some/event', data: 1 })
  await sweep(inDays(5_000))
  expect(await eventPort.since(tenant, 'some/event', new Date(0))).toHaveLength(1)
  await keep('retention.payloads', 30)
  await sweep(inDays(29))
  expect(await eventPort.since(tenant, 'some/event', new Date(0))).toHaveLength(1)
  await sweep(inDays(31))
  expect(await eventPort.since(tenant, 'some/event', new Date(0))).toEqual([])
})

test('a draft that was tried goes when the last run of it has gone', async () => {
  await publish(tenant, 'tried', 'version: 1\nname: tried\nsteps:\n  - { id: a, set: { x: 1 } }\n')
  const source = 'version: 1\nname: tried\nsteps:\n  - { id: b, set: { x: 1 } }\n'
  const run = await start(tenant, 'tried', { draft: { source } })
  const held = await hold(run)
  await finish(held, 'b')
  await held.commit({ type: 'run.succeeded', output: null })
  const { versionId } = await rowOf(run)
  const versions = () => tenantDb(tenant.orgId).workflowVersion.count({ where: { id: versionId } })
  await sweep(inDays(3))
  expect(await versions()).toBe(1)
  await keep('retention.runs', 1)
  await sweep(inDays(3))
  expect(await versions()).toBe(0)
  expect(await operate(tenant, catalogue.workflows.get, { workflow: 'tried' })).toMatchObject({
    latestVersion: 1,
  })
})

test('a run that is deleted takes along what it kept for others and the events it sent', async () => {
  const runId = await ended(tenant, { at: inDays(-10) })
  await tenantPool(tenant.orgId).query(
    `INSERT INTO "StepCache" ("orgId", "projectId", key, output, "runId", path, "expiresAt")
     VALUES ($1, $2, 'k', '1', $3, 'a', now() + interval '1 year')`,
    [tenant.orgId, tenant.projectId, runId],
  )
  await eventPort.emit({ ...tenant, runId, path: 'a', attempt: 1 }, { name: 'of/run', data: 1 })
  await keep('retention.runs', 5)
  await sweep(new Date())
  expect(await tenantDb(tenant.orgId).stepCache.count()).toBe(0)
  expect(await tenantDb(tenant.orgId).event.count()).toBe(0)
})

test('a rolled back run is kept no longer than any other', async () => {
  await ended(tenant, { at: inDays(-10), status: 'rolled_back' })
  await keep('retention.runs', 5)
  expect(await sweep(new Date())).toMatchObject({ counts: { runs: 1 } })
})
