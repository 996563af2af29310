import { beforeAll, describe, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { execute, type Mutation, type Query } from '@/server/operations'
import { tenantPool } from '@/server/platform/db'
import { workflows } from '.'

const sourceOf = (name: string, title: string) =>
  `# why this exists\nversion: 1\nname: ${name}\ntitle: ${title}\ninputs:\n  zebra: { type: string, default: z }\n  apple: { type: string, default: a }\nsteps:\n  - id: one\n    set: { value: 1 }\n`

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Workflows')
})

async function call<T>(operation: unknown, input: object): Promise<T> {
  const given = { projectId: tenant.projectId, ...input }
  // Each test names the operation it calls and what it answers.
  return (await execute(operation as Query | Mutation, tenant.owner, given)) as T
}

async function create(name: string): Promise<string> {
  const { id } = await call<{ id: string }>(workflows.create, { name, source: sourceOf(name, 'First') })
  return id
}

describe('a draft', () => {
  test('names a workflow until its first version does', async () => {
    const workflowId = await create('titled')
    await call(workflows.saveDraft, { workflowId, source: sourceOf('titled', 'Second'), revision: 1 })
    expect(await call(workflows.get, { workflow: 'titled' })).toMatchObject({
      title: 'Second',
      draftRevision: 2,
    })
    await call(workflows.publish, { workflowId, source: sourceOf('titled', 'Third') })
    const published = await call<{ draftRevision: number }>(workflows.get, { workflow: 'titled' })
    const { draftRevision: revision } = published
    await call(workflows.saveDraft, { workflowId, source: sourceOf('titled', 'Fourth'), revision })
    expect(await call(workflows.get, { workflow: 'titled' })).toMatchObject({
      title: 'Third',
      hasUnpublishedChanges: true,
    })
  })

  test('that somebody else saved meanwhile is not overwritten, and both texts are there', async () => {
    const workflowId = await create('contested')
    const theirs = sourceOf('contested', 'Theirs')
    await call(workflows.saveDraft, { workflowId, source: theirs, revision: 1 })
    const mine = call(workflows.saveDraft, { workflowId, source: 'mine', revision: 1 })
    await expect(mine).rejects.toMatchObject({ code: 'conflict', details: { revision: 2, source: theirs } })
  })

  test('with problems can be saved, but not published', async () => {
    const workflowId = await create('broken')
    const source = sourceOf('broken', 'Broken').replace('set:', 'sett:')
    await call(workflows.saveDraft, { workflowId, source, revision: 1 })
    await expect(call(workflows.publish, { workflowId, source })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: expect.arrayContaining([expect.objectContaining({ line: 10 })]) },
    })
  })
})

describe('a version', () => {
  test('keeps its text to the letter and the order of its inputs', async () => {
    const workflowId = await create('kept')
    const source = sourceOf('kept', 'Kept')
    expect(await call(workflows.publish, { workflowId, source, message: 'Why' })).toMatchObject({ number: 1 })
    expect(await call(workflows.version, { workflow: 'kept', number: 1 })).toEqual({
      number: 1,
      source,
      message: 'Why',
    })
    const { inputs } = await call<{ inputs: object }>(workflows.get, { workflow: 'kept' })
    expect(Object.keys(inputs)).toEqual(['zebra', 'apple'])
  })

  test('of the same text is not made twice, and two at one instant are two numbers or a refusal', async () => {
    const workflowId = await create('raced')
    const publish = (title: string) =>
      call(workflows.publish, { workflowId, source: sourceOf('raced', title) })
    await publish('One')
    await expect(publish('One')).rejects.toMatchObject({ code: 'invalid_state' })
    await Promise.allSettled([publish('Two'), publish('Three')])
    const versions = await call<{ number: number }[]>(workflows.versions, { workflow: 'raced' })
    const numbers = versions.map((version) => version.number)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.at(-1)).toBe(1)
  })

  test('belongs to its workflow: a document of another name is refused', async () => {
    const workflowId = await create('mine')
    const publish = call(workflows.publish, { workflowId, source: sourceOf('yours', 'Yours') })
    await expect(publish).rejects.toThrow(/keeps its name/)
  })
})

test('a name is taken once, and “new” is no name', async () => {
  await create('taken')
  await expect(create('taken')).rejects.toMatchObject({ code: 'conflict' })
  await expect(create('new')).rejects.toMatchObject({ code: 'invalid_input' })
})

test('an archived workflow leaves the lists and comes back whole', async () => {
  const workflowId = await create('shelved')
  await call(workflows.archive, { workflowId, archived: true })
  await expect(call(workflows.get, { workflow: 'shelved' })).rejects.toMatchObject({ code: 'not_found' })
  await call(workflows.archive, { workflowId, archived: false })
  expect(await call(workflows.get, { workflow: 'shelved' })).toMatchObject({ id: workflowId })
  const { rows } = await tenantPool(tenant.orgId).query(
    `SELECT count(*)::int AS n FROM "AuditEntry" WHERE subject = $1 AND action = 'workflows.archive'`,
    [workflowId],
  )
  expect(rows).toEqual([{ n: 2 }])
})
