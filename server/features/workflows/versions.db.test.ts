import { beforeAll, describe, expect, test } from 'vitest'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call as callAs, codeOf } from '@/server/api/testing/call'
import { runs } from '@/server/features/runs'
import { resolveScope } from '@/server/operations'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { findWorkflow, keepTriedDraft, resolveVersion, workflows } from '.'

const sourceOf = (name: string, title: string) =>
  `version: 1\nname: ${name}\ntitle: ${title}\nsteps:\n  - id: one\n    set: { value: 1 }\n`

interface ListedVersion {
  number: number
  message: string | null
  labels: { name: string; setBy: string }[]
}

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Versions')
})

function call<T>(operation: object, input: object): Promise<T> {
  return callAs<T>(operation, tenant.owner, { projectId: tenant.projectId, ...input })
}

/** A workflow with a version for each title. */
async function published(name: string, ...titles: string[]): Promise<string> {
  const { id } = await call<{ id: string }>(workflows.create, {
    name,
    source: sourceOf(name, titles[0] ?? ''),
  })
  for (const title of titles)
    await call(workflows.publish, { workflowId: id, source: sourceOf(name, title), message: title })
  return id
}

const versionsOf = (workflow: string) => call<ListedVersion[]>(workflows.versions, { workflow })

describe('a label', () => {
  test('stands for one version at a time and is shown with it', async () => {
    await published('labelled', 'One', 'Two')
    const first = { workflow: 'labelled', label: 'production', version: 1 }
    expect(await call(workflows.setLabel, first)).toMatchObject({ version: 1, previous: null })
    expect(await call(workflows.setLabel, { ...first, version: 2 })).toMatchObject({
      version: 2,
      previous: 1,
    })
    const [second, one] = await versionsOf('labelled')
    expect(second?.labels).toMatchObject([{ name: 'production', setBy: 'Versions owner' }])
    expect(one?.labels).toEqual([])
    expect(await call(workflows.get, { workflow: 'labelled' })).toMatchObject({
      labels: [{ name: 'production', version: 2 }],
    })
  })

  test('is audited with the version before and after', async () => {
    const id = await published('told', 'One', 'Two')
    await call(workflows.setLabel, { workflow: 'told', label: 'production', version: 1 })
    await call(workflows.setLabel, { workflow: 'told', label: 'production', version: 2 })
    await call(workflows.removeLabel, { workflow: 'told', label: 'production' })
    const { rows } = await tenantPool(tenant.orgId).query(
      `SELECT action, before, after FROM "AuditEntry" WHERE subject = $1 AND action LIKE '%Label' ORDER BY id`,
      [id],
    )
    expect(rows).toEqual([
      { action: 'workflows.setLabel', before: null, after: { production: 1 } },
      { action: 'workflows.setLabel', before: { production: 1 }, after: { production: 2 } },
      { action: 'workflows.removeLabel', before: { production: 2 }, after: null },
    ])
  })

  test.each(['latest', 'draft', '3', 'Production', 'a b', '-a', 'a'.repeat(33), ''])(
    'cannot be called “%s”',
    async (label) => {
      await expect(
        call(workflows.setLabel, { workflow: 'release-notes', label, version: 1 }),
      ).rejects.toMatchObject({ code: 'invalid_input' })
    },
  )

  test('needs a version that is there, and is removed once', async () => {
    await published('once', 'One')
    const label = { workflow: 'once', label: 'stable' }
    await expect(call(workflows.setLabel, { ...label, version: 2 })).rejects.toMatchObject({
      code: 'not_found',
    })
    await call(workflows.setLabel, { ...label, version: 1 })
    await call(workflows.removeLabel, label)
    await expect(call(workflows.removeLabel, label)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is not set by an operator', async () => {
    const operator = await arrangeMember(tenant.orgId, 'operator')
    const input = { projectId: tenant.projectId, workflow: 'release-notes', label: 'stable', version: 1 }
    expect(await codeOf(workflows.setLabel, operator, input)).toBe('forbidden')
  })

  test('names a version wherever a number or `latest` may stand', async () => {
    await published('named', 'One', 'Two')
    await call(workflows.setLabel, { workflow: 'named', label: 'stable', version: 1 })
    const db = tenantDb(tenant.orgId)
    const workflow = await findWorkflow(tenant, db, 'named')
    const numberOf = async (reference?: string | number) =>
      (await resolveVersion(tenant, db, workflow, reference)).number
    expect(await numberOf('stable')).toBe(1)
    expect(await numberOf('1')).toBe(1)
    expect(await numberOf(1)).toBe(1)
    expect(await numberOf('latest')).toBe(2)
    expect(await numberOf()).toBe(2)
    await expect(numberOf('absent')).rejects.toThrow(/no version labelled “absent”/)
    await expect(numberOf(7)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('restoring a version', () => {
  test('publishes its text again, with a message of its own or the usual one', async () => {
    await published('restored', 'One', 'Two')
    expect(await call(workflows.restore, { workflow: 'restored', version: 1 })).toMatchObject({ number: 3 })
    const [third] = await versionsOf('restored')
    expect(third).toMatchObject({ number: 3, message: 'Restored version 1' })
    expect(await call(workflows.version, { workflow: 'restored', number: 3 })).toMatchObject({
      source: sourceOf('restored', 'One'),
    })
    await call(workflows.restore, { workflow: 'restored', version: 2, message: 'Two was right' })
    expect((await versionsOf('restored'))[0]).toMatchObject({ number: 4, message: 'Two was right' })
  })

  test('is refused where the latest version says the same', async () => {
    await published('same', 'One', 'Two')
    const restore = (version: number) => call(workflows.restore, { workflow: 'same', version })
    await expect(restore(2)).rejects.toThrow('Version 2 is the latest one already.')
    await restore(1)
    await expect(restore(1)).rejects.toThrow('Version 3 says the same as version 1 already.')
    await expect(restore(9)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('takes an idle draft along, and leaves one with changes of its own', async () => {
    const workflowId = await published('drafted', 'One', 'Two')
    await call(workflows.restore, { workflow: 'drafted', version: 1 })
    expect(await call(workflows.get, { workflow: 'drafted' })).toMatchObject({
      draftSource: sourceOf('drafted', 'One'),
      hasUnpublishedChanges: false,
    })
    const { draftRevision: revision } = await call<{ draftRevision: number }>(workflows.get, {
      workflow: 'drafted',
    })
    await call(workflows.saveDraft, { workflowId, source: 'mine', revision })
    await call(workflows.restore, { workflow: 'drafted', version: 2 })
    expect(await call(workflows.get, { workflow: 'drafted' })).toMatchObject({
      draftSource: 'mine',
      hasUnpublishedChanges: true,
    })
  })
})

describe('a draft that is tried', () => {
  /** As an operation runs: in a transaction, with the caller's scope. */
  async function tryDraft(caller: Tenant['owner'], name: string, source: string) {
    const wanted = { within: 'project', permission: 'runs.start' } as const
    const scope = await resolveScope(wanted, caller, { projectId: tenant.projectId })
    if (scope.within !== 'project' || !('projectId' in scope)) throw new Error('No project.')
    return tenantDb(tenant.orgId).$transaction(async (db) => {
      const workflow = await findWorkflow(scope, db, name)
      return keepTriedDraft({ scope, db }, workflow, source)
    })
  }

  test('is kept once, and is neither a version nor the latest one', async () => {
    await published('tried', 'One')
    const source = sourceOf('tried', 'Draft')
    const first = await tryDraft(tenant.owner, 'tried', source)
    expect(first.definition.title).toBe('Draft')
    expect((await tryDraft(tenant.owner, 'tried', source)).versionId).toBe(first.versionId)
    expect((await versionsOf('tried')).map(({ number }) => number)).toEqual([1])
    expect(await call(workflows.get, { workflow: 'tried' })).toMatchObject({ latestVersion: 1, title: 'One' })
    const { versions } = await findWorkflow(tenant, tenantDb(tenant.orgId), 'tried')
    expect(versions[0]?.number).toBe(1)
  })

  test('is what its run executes', async () => {
    await published('executed', 'One')
    const source = sourceOf('executed', 'Draft')
    const start = (input: object) =>
      call<{ id: string }>(runs.start, { workflow: 'executed', inputs: {}, ...input })
    const { id: draftRun } = await start({ draft: { source } })
    expect(await call(workflows.ofRun, { runId: draftRun })).toEqual({
      name: 'executed',
      number: null,
      source,
    })
    const { id: publishedRun } = await start({})
    expect(await call(workflows.ofRun, { runId: publishedRun })).toMatchObject({
      name: 'executed',
      number: 1,
    })
    expect(await call(workflows.get, { workflow: 'executed' })).toMatchObject({
      lastRun: { versionNumber: 1 },
    })
  })

  test('with errors is refused with its problems', async () => {
    await published('faulty', 'One')
    const source = sourceOf('faulty', 'One').replace('set:', 'sett:')
    await expect(tryDraft(tenant.owner, 'faulty', source)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: expect.arrayContaining([expect.objectContaining({ line: 6 })]) },
    })
  })

  test('is refused to who may start runs but not edit', async () => {
    const operator = await arrangeMember(tenant.orgId, 'operator')
    await published('guarded', 'One')
    await expect(tryDraft(operator, 'guarded', sourceOf('guarded', 'Two'))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('publishing never replaces what a colleague has in the draft meanwhile', async () => {
  const workflowId = await published('colleague', 'One')
  const { draftRevision: revision } = await call<{ draftRevision: number }>(workflows.get, {
    workflow: 'colleague',
  })
  await call(workflows.saveDraft, { workflowId, source: 'theirs', revision })
  await call(workflows.publish, { workflowId, source: sourceOf('colleague', 'Two') })
  expect(await call(workflows.get, { workflow: 'colleague' })).toMatchObject({
    draftSource: 'theirs',
    latestVersion: 2,
    hasUnpublishedChanges: true,
  })
})
