import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { codeOf } from '@/server/api/testing/call'
import { blobPort } from '@/server/features/blobs/port'
import type { RunFragment } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { childRunPort } from './port'
import {
  eventsOf,
  finish,
  type HeldRun,
  hold,
  operate,
  outbox,
  publish,
  publishAgain,
  refusalOf,
  rowOf,
  type StartedRun,
  start,
  started,
  succeeded,
} from './testing/stage'

let tenant: Tenant
let workflowId: string

const source = (last: string) => `version: 1
name: report
inputs: { who: { type: string, default: Ada } }
steps:
  - { id: list, set: { x: 1 } }
  - id: each
    forEach:
      items: ["one", "two"]
      steps: [{ id: get, set: { x: "\${{ item }}" } }]
  - { id: ${last}, set: { x: 1 } }
`

beforeAll(async () => {
  tenant = await arrangeTenant('Repeat')
  workflowId = await publish(tenant, 'report', source('tell'))
})

const ids = (run: StartedRun) => ({ runId: run.runId })

interface Started {
  id: string
  number: number
  kept: number
}

async function ended(more: (held: HeldRun) => Promise<void> = async () => {}): Promise<StartedRun> {
  const run = await start(tenant, 'report', { inputs: { who: 'Grace' } })
  const held = await hold(run)
  await finish(held, 'list')
  await held.commit(started('each', { kind: 'forEach', input: { items: ['one', 'two'] } }))
  await finish(held, 'each[0].get', 'each[1].get')
  await held.commit(succeeded('each', ['one', 'two']))
  await more(held)
  await held.commit({ type: 'run.succeeded', output: null })
  return run
}

const at = (orgId: string, runId: string) => ({ orgId, runId, generation: 1 })

describe('starting a run', () => {
  test('of a number, of a label, of the latest version', async () => {
    const id = await publish(tenant, 'versions', source('tell').replace('report', 'versions'))
    await publishAgain(tenant, id, source('shout').replace('report', 'versions'))
    await operate(tenant, catalogue.workflows.setLabel, { workflow: 'versions', label: 'stable', version: 1 })
    const numbers: (number | null)[] = []
    for (const version of [1, 2, 'stable', 'latest', undefined])
      numbers.push((await rowOf(await start(tenant, 'versions', { version }))).versionNumber)
    expect(numbers).toEqual([1, 2, 1, 2, 2])
    for (const version of [3, 'nowhere'])
      expect(
        await refusalOf(tenant, catalogue.runs.start, { workflow: 'versions', inputs: {}, version }),
      ).toBe('not_found')
  })

  test('of a draft is marked, pinned to its text, and needs the right to edit', async () => {
    const draft = { source: source('draft-only') }
    const run = await start(tenant, 'report', { draft })
    const again = await start(tenant, 'report', { draft })
    const { versionNumber, versionId } = await rowOf(run)
    expect(versionNumber).toBeNull()
    expect((await rowOf(again)).versionId).toBe(versionId)
    expect((await eventsOf(run))[0]).toMatchObject({ type: 'run.queued', versionNumber: null })
    expect((await hold(run)).snapshot.definition.steps.at(-1)?.id).toBe('draft-only')
    const operator = await arrangeMember(tenant.orgId, 'operator')
    const input = { projectId: tenant.projectId, workflow: 'report', inputs: {} }
    expect(await codeOf(catalogue.runs.start, operator, { ...input, draft })).toBe('forbidden')
    expect(await codeOf(catalogue.runs.start, operator, input)).toBe('ok')
    const broken = { source: 'version: 1\nname: report\nsteps: []\n' }
    expect(await refusalOf(tenant, catalogue.runs.start, { ...input, draft: broken })).toBe('invalid_input')
    expect(await refusalOf(tenant, catalogue.runs.start, { ...input, draft, version: 1 })).toBe(
      'invalid_input',
    )
  })
})

describe('replaying a run', () => {
  test('from the start is a new run with the same inputs, and takes nothing over', async () => {
    const old = await ended()
    const replayed = await operate<Started>(tenant, catalogue.runs.replay, ids(old))
    expect(replayed.kept).toBe(0)
    const run = await rowOf(at(tenant.orgId, replayed.id))
    const { inputs, trigger, versionId } = await rowOf(old)
    expect(run).toMatchObject({
      inputs,
      trigger,
      versionId,
      replayOfId: old.runId,
      replayFrom: null,
      status: 'queued',
    })
    expect(await outbox('run.requested', replayed.id)).toEqual([{ runId: replayed.id, generation: 1 }])
    expect(await operate(tenant, catalogue.runs.get, { run: replayed.id })).toMatchObject({
      replayOf: { runId: old.runId, number: old.number, from: null },
    })
  })

  test('from a step takes over what came before it, with outputs, as its log tells', async () => {
    const old = await ended((held) => finish(held, 'tell'))
    const { id, kept } = await operate<Started>(tenant, catalogue.runs.replay, {
      ...ids(old),
      from: 'each[1].get',
    })
    expect(kept).toBe(2)
    const { snapshot } = await hold(at(tenant.orgId, id))
    expect(snapshot.steps).toMatchObject([
      { path: 'each[0].get', status: 'succeeded', output: 'each[0].get' },
      { path: 'list', status: 'succeeded', output: 'list' },
    ])
    const log = await eventsOf(at(tenant.orgId, id))
    expect(log.map((event) => event.type)).toEqual(['run.queued', 'step.kept', 'step.kept'])
    expect(log[0]).toMatchObject({ replayOf: { runId: old.runId, from: 'each[1].get' } })
    expect(snapshot.steps.map((step) => step.endedSeq)).toEqual([3, 2])
  })

  test('may be of the newest version, with other inputs; the same checks hold', async () => {
    const old = await ended()
    await publishAgain(tenant, workflowId, source('shout'))
    const input = { ...ids(old), version: 'latest', from: 'shout', inputs: { who: 'Linus' } }
    const { id, kept } = await operate<Started>(tenant, catalogue.runs.replay, input)
    expect(await rowOf(at(tenant.orgId, id))).toMatchObject({ versionNumber: 2, inputs: { who: 'Linus' } })
    expect(kept).toBe(4)
    for (const wrong of [
      { ...input, from: 'tell' },
      { ...input, from: 'nowhere' },
      { ...input, inputs: { who: 7 } },
      { ...ids(old), from: 'shout' },
    ])
      expect(await refusalOf(tenant, catalogue.runs.replay, wrong)).toBe('invalid_input')
  })

  test('keeps its own copy of large results, however nested', async () => {
    const text = JSON.stringify('x'.repeat(600_000))
    const run = await start(tenant, 'report')
    const ref = await blobPort.write(run, text)
    const held = await hold(run)
    await held.commit(started('list'), succeeded('list', { inside: [ref] }))
    await held.commit({ type: 'run.failed', error: { code: 'x', message: 'x' } })
    const { id } = await operate<Started>(tenant, catalogue.runs.replay, { ...ids(run), from: 'each' })
    await operate(tenant, catalogue.runs.erasePayloads, ids(run))
    await expect(blobPort.read(tenant, ref)).rejects.toMatchObject({ code: 'not_found' })
    const [kept] = (await hold(at(tenant.orgId, id))).snapshot.steps
    // It is what was kept above, under another name.
    const { inside } = (kept?.output ?? {}) as unknown as { inside: [typeof ref] }
    const [copied] = inside
    expect(copied).toEqual({ ...ref, $blob: expect.not.stringMatching(ref.$blob) })
    expect(await blobPort.read(tenant, copied)).toBe(JSON.parse(text))
  })

  test('is refused while the run goes on, once it is erased, and of a part', async () => {
    const running = await start(tenant, 'report')
    expect(await refusalOf(tenant, catalogue.runs.replay, ids(running))).toBe('invalid_state')
    const erased = await ended()
    await operate(tenant, catalogue.runs.erasePayloads, ids(erased))
    expect(await refusalOf(tenant, catalogue.runs.replay, ids(erased))).toBe('invalid_state')
    const part = await partOf(running)
    await (await hold(part)).commit({ type: 'run.failed', error: { code: 'x', message: 'x' } })
    for (const operation of [catalogue.runs.replay, catalogue.runs.resume, catalogue.runs.rollBack])
      expect(await refusalOf(tenant, operation, ids(part))).toBe('invalid_state')
  })
})

const items: RunFragment = {
  kind: 'items',
  path: 'each',
  scope: { steps: { list: { output: 'given' } } },
  offset: 200,
  items: ['later', 'last'],
  maxConcurrency: 1,
}

async function partOf(parent: StartedRun): Promise<StartedRun> {
  const caller = { ...parent, path: 'each[1].batch', attempt: 1 }
  const result = await childRunPort.startFragment(caller, items)
  if (!result.ok) throw new Error(result.message)
  return { ...parent, runId: result.runId, number: result.number }
}

describe('trying one step of a run', () => {
  test('is a new run of that step alone, which sees what it saw', async () => {
    const old = await ended()
    const { id } = await operate<Started>(tenant, catalogue.runs.tryStep, {
      ...ids(old),
      path: 'each[1].get',
    })
    const { snapshot } = await hold(at(tenant.orgId, id))
    expect(snapshot).toMatchObject({
      inputs: { who: 'Grace' },
      fragment: {
        kind: 'step',
        path: 'each[1].get',
        scope: { item: 'two', index: 1, steps: { list: { output: 'list', status: 'succeeded' } } },
      },
      steps: [],
    })
    expect(await operate(tenant, catalogue.runs.get, { run: id })).toMatchObject({
      part: 'step',
      replayOf: { runId: old.runId, number: old.number, from: 'each[1].get' },
    })
    const { runs } = await operate<{ runs: { id: string }[] }>(tenant, catalogue.runs.list, {})
    expect(runs.map((run) => run.id)).toContain(id)
    expect(await refusalOf(tenant, catalogue.runs.tryStep, { runId: id, path: 'get' })).toBe('invalid_state')
  })

  test('in a run of some items sees those items and what surrounds them', async () => {
    const part = await partOf(await start(tenant, 'report'))
    await finish(await hold(part), 'each[1].get')
    const { id } = await operate<Started>(tenant, catalogue.runs.tryStep, {
      ...ids(part),
      path: 'each[1].get',
    })
    expect((await hold(at(tenant.orgId, id))).snapshot.fragment).toMatchObject({
      scope: { item: 'last', index: 201, steps: { list: { output: 'given' } } },
    })
  })

  test('is refused for a step that has not begun, one that is none of the document, and what was not recorded', async () => {
    const old = await ended(async (held) => {
      await finish(held, 'tell')
      await held.commit(started('tell.0-http'), succeeded('tell.0-http'))
    })
    const tried = (path: string) => refusalOf(tenant, catalogue.runs.tryStep, { ...ids(old), path })
    expect(await tried('each[7].get')).toBe('not_found')
    expect(await tried('tell.0-http')).toBe('invalid_state')
    await tenantDb(tenant.orgId)
      .$executeRaw`UPDATE "RunEvent" SET data = '{"input":{"bytes":9}}' WHERE path = 'each' AND type = 'step.started' AND "runId" = ${old.runId}`
    expect(await tried('each[1].get')).toBe('invalid_state')
  })
})

describe('a list of runs', () => {
  test('can leave out what other runs started, and find a tag', async () => {
    const parent = await start(tenant, 'report')
    const child = await childRunPort.start(
      { ...parent, path: 'list', attempt: 1 },
      { workflow: 'report', inputs: {}, isDetached: false },
    )
    if (!child.ok) throw new Error(child.message)
    const held = await hold({ ...parent, runId: child.runId })
    await held.commit({ type: 'run.titled', title: 'Tagged', tags: ['nightly'] })
    const list = async (filter: object) => {
      const { runs } = await operate<{ runs: { id: string }[] }>(tenant, catalogue.runs.list, {
        ...filter,
        limit: 200,
      })
      return runs.map((run) => run.id)
    }
    expect(await list({})).toContain(child.runId)
    expect(await list({ isTopLevel: true })).not.toContain(child.runId)
    expect(await list({ isTopLevel: true })).toContain(parent.runId)
    expect(await list({ tag: 'nightly' })).toEqual([child.runId])
    expect(await operate(tenant, catalogue.runs.get, { run: parent.runId })).toMatchObject({ childCount: 1 })
  })
})
