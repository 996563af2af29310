import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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

afterEach(() => vi.restoreAllMocks())

const start = (more: object = {}) => ({
  projectId: tenant.projectId,
  workflow: 'order-saga',
  inputs: { failCard: false },
  ...more,
})
const numbersTaken = async () =>
  (await tenantDb(tenant.orgId).project.findFirstOrThrow({ select: { lastRunNumber: true } })).lastRunNumber

/** Holds back the answer to who may, until this is called. */
function holdPermission(): () => void {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const pool = systemPool()
  const query = pool.query.bind(pool)
  vi.spyOn(pool, 'query').mockImplementation(async (...args: Parameters<typeof query>) => {
    const isScope = (args[0] as { name?: string }).name === 'project scope'
    const answer = await query(...args)
    if (isScope) await opened
    return answer as never
  })
  return open
}

/** Whether a run number is taken within this time while the permission is held back. */
async function isPrepared(more: object, withinMs: number): Promise<boolean> {
  const before = await numbersTaken()
  const open = holdPermission()
  const asked = call(catalogue.runs.start, caller, start(more))
  const untilMs = performance.now() + withinMs
  let isTaken = false
  while (!isTaken && performance.now() < untilMs) isTaken = (await numbersTaken()) > before
  open()
  await asked
  return isTaken
}

test('a start is prepared while it is looked up whether the caller may, who might the last time', async () => {
  expect(await isPrepared({}, 100)).toBe(false)
  vi.restoreAllMocks()
  expect(await isPrepared({}, 5_000)).toBe(true)
  expect(await tenantDb(tenant.orgId).run.count()).toBe(2)
})

test('what it would keep waits until it is known', async () => {
  const source = 'version: 1\nname: order-saga\nsteps: []\n'
  const draft = { inputs: {}, draft: { source: source.replace('[]', '[{ id: a, set: { x: 1 } }]') } }
  await call(catalogue.runs.start, caller, start(draft))
  expect(await isPrepared(draft, 100)).toBe(false)
})

test('who may no longer is refused, and nothing has started', async () => {
  await call(catalogue.runs.start, caller, start())
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, start())).toBe('forbidden')
  await systemDb().membership.deleteMany({ where: { userId: idOf(caller) } })
  expect(await codeOf(catalogue.runs.start, caller, start())).toBe('not_found')
  expect(await tenantDb(tenant.orgId).run.count()).toBe(1)
  expect(await systemDb().outboxEntry.count({ where: { orgId: tenant.orgId } })).toBe(1)
})

test('what it refuses is told only to who may call', async () => {
  await call(catalogue.runs.start, caller, start())
  expect(await codeOf(catalogue.runs.start, caller, start({ workflow: 'none' }))).toBe('not_found')
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, start({ workflow: 'none' }))).toBe('forbidden')
})
