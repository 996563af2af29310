import { beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call, codeOf, idOf, program } from '@/server/api/testing/call'
import { newId } from '@/server/kernel/ids'
import type { Caller } from '@/server/operations'
import { type Statement, systemDb, tenantDb, tenantHot, tenantPool } from '@/server/platform/db'
import { publish, publishAgain } from './testing/stage'

let tenant: Tenant
let caller: Caller
let workflowId: string

const SOURCE = `
version: 1
name: plain
steps:
  - { id: a, set: { x: "\${{ vars.place }}" } }
`

beforeEach(async () => {
  tenant = await arrangeTenant('Recalled')
  caller = await arrangeMember(tenant.orgId, 'builder')
  await setPlace('Kiel')
  workflowId = await publish(tenant, 'plain', SOURCE)
})

async function setPlace(value: string): Promise<void> {
  const given = { projectId: tenant.projectId, name: 'place', value }
  await call(catalogue.variables.set, tenant.owner, given)
}

const given = () => ({ projectId: tenant.projectId, workflow: 'plain', inputs: {} })
const start = () => call<{ id: string; number: number }>(catalogue.runs.start, caller, given())

/** Until all that a start reads is known, and which number is next. */
async function startOften(): Promise<void> {
  for (let times = 0; times < 4; times += 1) await start()
}

/** What is asked before the run is written. */
async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
  const asked = vi.spyOn(tenantHot(tenant.orgId).soon, 'query')
  await work()
  const names = asked.mock.calls.map(([statement]) => (statement as Statement).name ?? '')
  asked.mockRestore()
  return names
}

const runs = () =>
  tenantDb(tenant.orgId).run.findMany({
    orderBy: { number: 'asc' },
    select: { number: true, versionNumber: true, projectVars: true },
  })

const numbers = async () => (await runs()).map(({ number }) => number)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('who starts runs again and again asks for nothing before a run is written', async () => {
  expect(await askedBy(start)).toContain('take-number')
  await startOften()
  expect(await askedBy(start)).toEqual([])
  expect(await numbers()).toEqual(upTo(6))
  const action = { orgId: tenant.orgId, action: 'runs.start' }
  expect(await tenantDb(tenant.orgId).auditEntry.count({ where: action })).toBe(6)
  expect(await systemDb().outboxEntry.count({ where: { orgId: tenant.orgId } })).toBe(6)
})

test('who may no longer is refused, and nothing has started', async () => {
  await startOften()
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, given())).toBe('forbidden')
  await systemDb().membership.deleteMany({ where: { userId: idOf(caller) } })
  expect(await codeOf(catalogue.runs.start, caller, given())).toBe('not_found')
  expect(await numbers()).toEqual(upTo(4))
  expect(await systemDb().outboxEntry.count({ where: { orgId: tenant.orgId } })).toBe(4)
})

test('an API key that was narrowed starts nothing, whatever its user may', async () => {
  const key = { apiKeyId: newId('apiKey') }
  const wide = program(caller, tenant.orgId, key)
  for (let times = 0; times < 5; times += 1) await call(catalogue.runs.start, wide, given())
  const narrow = program(caller, tenant.orgId, { ...key, permissions: new Set(['runs.read'] as const) })
  expect(await codeOf(catalogue.runs.start, narrow, given())).toBe('forbidden')
  const elsewhere = program(caller, tenant.orgId, { ...key, projectIds: [] })
  expect(await codeOf(catalogue.runs.start, elsewhere, given())).toBe('not_found')
  expect(await numbers()).toEqual(upTo(5))
})

test('what has changed since counts: the version, the variables', async () => {
  await startOften()
  await publishAgain(tenant, workflowId, SOURCE.replace('id: a', 'id: b'))
  await start()
  await startOften()
  await setPlace('Oslo')
  await start()
  const all = await runs()
  expect(all.map(({ number }) => number)).toEqual(upTo(10))
  expect(all.map(({ versionNumber }) => versionNumber)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
  expect(all.map(({ projectVars }) => projectVars)).toEqual([
    ...Array.from({ length: 9 }, () => ({ place: 'Kiel' })),
    { place: 'Oslo' },
  ])
})

test('a workflow that is archived, a project or an organization that is being deleted starts nothing', async () => {
  await startOften()
  const change = (table: string, column: string, id: string, value: Date | null) =>
    tenantPool(tenant.orgId).query(`UPDATE "${table}" SET "${column}" = $2 WHERE id = $1`, [id, value])
  for (const [code, table, column, id] of [
    ['not_found', 'Workflow', 'archivedAt', workflowId],
    ['invalid_state', 'Project', 'deletionDueAt', tenant.projectId],
    ['invalid_state', 'Organization', 'deletionDueAt', tenant.orgId],
  ] as const) {
    await change(table, column, id, new Date())
    expect(await codeOf(catalogue.runs.start, caller, given())).toBe(code)
    await change(table, column, id, null)
    await startOften()
  }
  expect(await numbers()).toEqual(upTo(16))
})

test('who is refused hears of it when the number is given back: the next start leaves no gap', async () => {
  await startOften()
  const { soon } = tenantHot(tenant.orgId)
  const query = soon.query
  const slow = vi.spyOn(soon, 'query').mockImplementation(async (statement, values) => {
    const isGivingBack = typeof statement === 'object' && statement.name === 'give-number-back'
    if (isGivingBack) await new Promise((resolve) => setTimeout(resolve, 200))
    return query(statement, values)
  })
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'viewer' } })
  expect(await codeOf(catalogue.runs.start, caller, given())).toBe('forbidden')
  await systemDb().membership.updateMany({ where: { userId: idOf(caller) }, data: { role: 'builder' } })
  await start()
  slow.mockRestore()
  expect(await numbers()).toEqual(upTo(5))
})

test('a number that another process has taken is not given twice', async () => {
  await startOften()
  await tenantPool(tenant.orgId).query(
    'UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + 1 WHERE id = $1',
    [tenant.projectId],
  )
  expect((await start()).number).toBe(6)
  await startOften()
  expect(await numbers()).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10])
})

test('many at once get a number each, without a gap', async () => {
  await startOften()
  await Promise.all(Array.from({ length: 40 }, start))
  expect(await numbers()).toEqual(upTo(44))
})

test('inputs that are refused take no number', async () => {
  await startOften()
  const wrong = { ...given(), inputs: { unknown: 1 } }
  expect(await codeOf(catalogue.runs.start, caller, wrong)).toBe('invalid_input')
  await start()
  await startOften()
  expect(await numbers()).toEqual(upTo(9))
})
