import { beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { createRunStore } from '@/server/features/runs/port'
import { execute } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { variables } from './index'
import { MAX_VARIABLE_BYTES, MAX_VARIABLES } from './schema'

let tenant: Tenant

beforeEach(async () => {
  tenant = await arrangeTenant('Variables')
})

describe('a variable', () => {
  test('holds any JSON value, keeps the order of its keys, and says who set it', async () => {
    const value = { zebra: 1, apple: [null, 'x', { fig: true }] }
    expect(await set('shape', value, 'What it is.')).toEqual({ name: 'shape', isNew: true })
    const [listed] = await list()
    expect(listed).toMatchObject({ name: 'shape', description: 'What it is.', updatedBy: 'Variables owner' })
    expect(JSON.stringify(listed?.value)).toBe(JSON.stringify(value))
    expect(await set('shape', null)).toEqual({ name: 'shape', isNew: false })
    expect(await list()).toMatchObject([{ value: null, description: 'What it is.' }])
  })

  test('is told in the audit log with before and after', async () => {
    await set('region', 'eu')
    await set('region', 'us')
    await remove('region')
    const rows = await tenantDb(tenant.orgId).auditEntry.findMany({
      where: { subject: 'region' },
      orderBy: { id: 'asc' },
    })
    expect(rows.map(({ before, after }) => [before, after])).toEqual([
      [null, { value: 'eu' }],
      [{ value: 'eu' }, { value: 'us' }],
      [{ value: 'us' }, null],
    ])
    await expect(remove('region')).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each([
    ['with-hyphen', 1],
    ['1st', 1],
    ['', 1],
    ['large', 'x'.repeat(MAX_VARIABLE_BYTES)],
  ])('named "%s" with such a value is refused', async (name, value) => {
    await expect(set(name, value)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('may be set by a builder, read by an operator, and neither by a viewer', async () => {
    const [builder, operator, viewer] = await Promise.all(
      (['builder', 'operator', 'viewer'] as const).map((role) => arrangeMember(tenant.orgId, role)),
    )
    const { projectId } = tenant
    if (!builder || !operator || !viewer) throw new Error('Three members were arranged.')
    await execute(variables.set, builder, { projectId, name: 'a', value: 1 })
    expect(await execute(variables.list, operator, { projectId })).toHaveLength(1)
    for (const [operation, caller] of [
      [variables.set, operator],
      [variables.list, viewer],
    ] as const)
      await expect(execute(operation, caller, { projectId, name: 'a', value: 2 })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })

  test('is one of at most so many', async () => {
    const { orgId, projectId } = tenant
    await tenantDb(orgId).variable.createMany({
      data: Array.from({ length: MAX_VARIABLES }, (_, at) => ({
        id: `var_${projectId}_${at}`,
        orgId,
        projectId,
        name: `v${at}`,
        value: at,
        updatedAt: new Date(),
        updatedById: 'usr_none',
      })),
    })
    await expect(set('one_more', 1)).rejects.toMatchObject({ code: 'limit_exceeded' })
    expect(await set('v1', 'changed')).toEqual({ name: 'v1', isNew: false })
  })
})

const READER = 'version: 1\nname: reader\nsteps:\n  - id: a\n    set: { region: "${{ vars.region }}" }\n'

describe('a workflow that reads a variable', () => {
  test('is published once the project has it; before, the error names it', async () => {
    const workflowId = await create('reader', READER)
    await expect(publish(workflowId, READER)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: [{ code: 'unknown_var', message: 'There is no var `region`.' }] },
    })
    await set('region', 'eu')
    expect(await publish(workflowId, READER)).toMatchObject({ number: 1 })
  })

  test('is not started without it', async () => {
    await set('region', 'eu')
    await publish(await create('reader', READER), READER)
    await remove('region')
    await expect(start('reader')).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('vars.region'),
    })
  })

  test('keeps in each run the value that was there when the run was started', async () => {
    await set('region', { zebra: 1, apple: 2 })
    await set('unread', 'stays out of the run')
    await publish(await create('reader', READER), READER)
    const early = await start('reader')
    await set('region', 'us')
    const late = await start('reader')
    expect(JSON.stringify(await varsOf(early))).toBe('{"region":{"zebra":1,"apple":2}}')
    expect(await varsOf(late)).toEqual({ region: 'us' })
  })

  test('and declares a constant of that name reads its own', async () => {
    await set('region', 'project')
    const own = READER.replace('steps:', 'vars: { region: own }\nsteps:')
    await publish(await create('reader', own), own)
    expect(await varsOf(await start('reader'))).toEqual({})
    expect(await references()).toEqual([])
  })

  test('at a name chosen at run time keeps them all', async () => {
    const source = READER.replace('vars.region', 'vars[inputs.which]').replace(
      'steps:',
      'inputs: { which: { type: string } }\nsteps:',
    )
    await set('region', 'eu')
    await set('zone', 'b')
    await publish(await create('reader', source), source)
    expect(await varsOf(await start('reader', { which: 'zone' }))).toEqual({ region: 'eu', zone: 'b' })
  })

  test('is listed, apart by its latest version and its draft, secrets too', async () => {
    await set('region', 'eu')
    const workflowId = await create('reader', READER)
    expect(await references()).toMatchObject([{ kind: 'variable', name: 'region', in: 'draft' }])
    await publish(workflowId, READER)
    const draft = `${READER}  - id: b\n    http: { url: "https://a.example", auth: { bearer: "\${{ secrets.TOKEN }}" } }\n`
    await execute(catalogue.workflows.saveDraft, tenant.owner, {
      projectId: tenant.projectId,
      workflowId,
      source: draft,
      revision: 1,
    })
    expect(await references()).toEqual([
      { kind: 'variable', name: 'region', workflow: { name: 'reader', title: 'reader' }, in: 'published' },
      { kind: 'secret', name: 'TOKEN', workflow: { name: 'reader', title: 'reader' }, in: 'draft' },
    ])
  })
})

async function varsOf(runId: string): Promise<unknown> {
  const store = createRunStore({ publicUrl: 'http://pawl.test' })
  const acquired = await store.acquire({ orgId: tenant.orgId, runId, generation: 1 })
  if (acquired.kind !== 'acquired') throw new Error(`Expected the lease, got ${acquired.kind}.`)
  expect(acquired.snapshot.trigger).toEqual({ kind: 'manual', userId: tenant.owner.user?.userId })
  return acquired.snapshot.projectVars
}

const call = <Output>(operation: Parameters<typeof execute>[0], input: object = {}) =>
  // Each operation answers with what its own output schema says.
  execute(operation, tenant.owner, { projectId: tenant.projectId, ...input }) as Promise<Output>

const set = (name: string, value: unknown, description?: string) =>
  call(variables.set, { name, value, ...(description !== undefined && { description }) })
const remove = (name: string) => call(variables.delete, { name })
const list = () => call<{ name: string; value: unknown }[]>(variables.list)
const publish = (workflowId: string, source: string) =>
  call(catalogue.workflows.publish, { workflowId, source })
const references = async () =>
  (await call<{ workflow: { name: string } }[]>(catalogue.workflows.references)).filter(
    ({ workflow }) => workflow.name === 'reader',
  )
const create = async (name: string, source: string) =>
  (await call<{ id: string }>(catalogue.workflows.create, { name, source })).id
const start = async (workflow: string, inputs: object = {}) =>
  (await call<{ id: string }>(catalogue.runs.start, { workflow, inputs })).id
