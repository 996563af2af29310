import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import type { RunFragment } from '@/server/language/contracts'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { MAX_DEPTH } from './child-runs'
import { childRunPort, failRun } from './port'
import {
  eventsOf,
  hold,
  operate,
  outbox,
  publish,
  publishAgain,
  reread,
  rowOf,
  type StartedRun,
  start,
  started,
  store,
} from './testing/stage'

let tenant: Tenant
let callee: string

const source = (text: string) => `version: 1
name: callee
inputs: { who: { type: string }, times: { type: integer, default: 2 } }
steps:
  - { id: a, set: { text: "${text}" } }
`

beforeAll(async () => {
  tenant = await arrangeTenant('Parents')
  callee = await publish(tenant, 'callee', source('one'))
  await publish(tenant, 'caller', 'version: 1\nname: caller\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

const asking = (run: StartedRun, more: object = {}) => ({
  orgId: run.orgId,
  projectId: run.projectId,
  runId: run.runId,
  path: 'a',
  attempt: 1,
  ...more,
})
const asked = { workflow: 'callee', inputs: { who: 'Ada' }, isDetached: false }

async function child(run: StartedRun, more: object = {}) {
  const result = await childRunPort.start(asking(run, more), asked)
  if (!result.ok) throw new Error(result.message)
  return {
    orgId: run.orgId,
    projectId: run.projectId,
    runId: result.runId,
    number: result.number,
    generation: 1,
  }
}

describe('a run that a step starts', () => {
  test('has its own inputs with defaults, knows its parent, and is asked for', async () => {
    const parent = await start(tenant, 'caller')
    const run = await child(parent)
    expect(await rowOf(run)).toMatchObject({
      inputs: { who: 'Ada', times: 2 },
      parentRunId: parent.runId,
      parentPath: 'a',
      depth: 1,
      trigger: { kind: 'workflow', runId: parent.runId, number: parent.number, path: 'a', isDetached: false },
    })
    expect(await outbox('run.requested', run.runId)).toEqual([{ runId: run.runId, generation: 1 }])
    expect((await eventsOf(run))[0]).toMatchObject({
      type: 'run.queued',
      by: null,
      parent: { runId: parent.runId, path: 'a' },
    })
    const shown = await operate<{ parent: object }>(tenant, catalogue.runs.get, { run: run.runId })
    expect(shown.parent).toEqual({ runId: parent.runId, number: parent.number, path: 'a' })
  })

  test('is started once, however often and at how many places at once the attempt asks', async () => {
    const parent = await start(tenant, 'caller')
    const runs = await Promise.all(Array.from({ length: 6 }, () => child(parent)))
    expect(new Set([...runs, await child(parent)].map((run) => run.runId)).size).toBe(1)
    expect(await tenantDb(tenant.orgId).run.count({ where: { parentRunId: parent.runId } })).toBe(1)
  })

  test('is another one for another attempt', async () => {
    const parent = await start(tenant, 'caller')
    const first = await child(parent)
    expect((await child(parent, { attempt: 2 })).runId).not.toBe(first.runId)
    expect((await child(parent)).runId).toBe(first.runId)
  })

  test('is of the version that is asked for: a number, a label, or the latest', async () => {
    await publishAgain(tenant, callee, source('two'))
    await operate(tenant, catalogue.workflows.setLabel, { workflow: 'callee', label: 'stable', version: 1 })
    const parent = await start(tenant, 'caller')
    const versions: (number | null)[] = []
    for (const [index, version] of [undefined, 1, 'stable', 2].entries()) {
      const given = { ...asked, ...(version !== undefined && { version }) }
      const result = await childRunPort.start(asking(parent, { path: `a${index}` }), given)
      if (!result.ok) throw new Error(result.message)
      versions.push((await rowOf({ orgId: tenant.orgId, runId: result.runId })).versionNumber)
    }
    expect(versions).toEqual([2, 1, 1, 2])
  })

  test('is refused with a code that says why', async () => {
    await operate(tenant, catalogue.workflows.create, {
      name: 'unpublished',
      source: 'version: 1\nname: unpublished\nsteps:\n  - { id: a, set: { x: 1 } }\n',
    })
    const parent = await start(tenant, 'caller')
    const codes: string[] = []
    for (const request of [
      { ...asked, workflow: 'nowhere' },
      { ...asked, workflow: 'unpublished' },
      { ...asked, version: 99 },
      { ...asked, version: 'no-such-label' },
      { ...asked, inputs: { who: 7 } },
    ]) {
      const result = await childRunPort.start(asking(parent), request)
      codes.push(result.ok ? 'ok' : result.code)
    }
    expect(codes).toEqual([
      'unknown_workflow',
      'not_published',
      'unknown_version',
      'unknown_version',
      'invalid_inputs',
    ])
  })

  test('lies no deeper than ten', async () => {
    const parent = await start(tenant, 'caller')
    await tenantDb(tenant.orgId).run.update({ where: { id: parent.runId }, data: { depth: MAX_DEPTH - 1 } })
    const run = await child(parent)
    expect(await childRunPort.start(asking(run), asked)).toMatchObject({ ok: false, code: 'too_deep' })
  })

  test('cannot be of another tenant', async () => {
    const other = await arrangeTenant('Strangers')
    const parent = await start(other, 'release-notes')
    expect(await childRunPort.start(asking(parent), asked)).toMatchObject({
      ok: false,
      code: 'unknown_workflow',
    })
    const mine = await start(tenant, 'caller')
    expect(await childRunPort.start(asking(mine, { orgId: other.orgId }), asked)).toMatchObject({ ok: false })
  })
})

describe('a part of a run', () => {
  test('sees what its parent saw, and is hidden from the list of runs', async () => {
    const parent = await start(tenant, 'callee', { inputs: { who: 'Ada' } })
    const fragment: RunFragment = {
      kind: 'items',
      path: 'a',
      scope: { steps: {} },
      offset: 200,
      items: [1, 2, 3],
      maxConcurrency: 4,
    }
    const result = await childRunPort.startFragment(asking(parent, { path: 'a[1].batch' }), fragment)
    if (!result.ok) throw new Error(result.message)
    const run = { ...parent, runId: result.runId }
    const { snapshot } = await hold(run)
    const { inputs, trigger } = await rowOf(parent)
    expect(snapshot).toMatchObject({ fragment, inputs, trigger })
    const { runs } = await operate<{ runs: { id: string }[] }>(tenant, catalogue.runs.list, { limit: 200 })
    expect(runs.map(({ id }) => id)).not.toContain(run.runId)
    const children = await operate(tenant, catalogue.runs.children, { runId: parent.runId })
    expect(children).toMatchObject({
      runs: [{ id: run.runId, path: 'a[1].batch', part: 'items', items: { offset: 200, count: 3 } }],
      nextCursor: null,
    })
  })
})

describe('a step that waits for a run', () => {
  const waiting = (childRunId: string) => ({
    type: 'step.waiting' as const,
    path: 'a',
    wait: { kind: 'child' as const, childRunId },
  })

  test('is answered and woken when that run ends, however it ends', async () => {
    const parent = await start(tenant, 'caller')
    const held = await hold(parent)
    const run = await child(parent)
    await held.commit(started('a'), waiting(run.runId))
    expect((await store.readWaits(held.lease))[0]).toEqual({
      path: 'a',
      kind: 'child',
      childRunId: run.runId,
    })
    await (await hold(run)).commit(
      { type: 'run.started' },
      { type: 'run.succeeded', output: { zebra: 1, apple: 2 } },
    )
    const [wait] = await store.readWaits(held.lease)
    expect(JSON.stringify(wait?.resolution)).toBe('{"status":"succeeded","output":{"zebra":1,"apple":2}}')
    expect(await outbox('run.wake', parent.runId)).toEqual([{ runId: parent.runId }])
  })

  test('is answered where that run had ended before anybody waited', async () => {
    const parent = await start(tenant, 'caller')
    const held = await hold(parent)
    const run = await child(parent)
    await failRun(run, { code: 'engine_failure', message: 'Gave up.' })
    await held.commit(started('a'), waiting(run.runId))
    expect((await reread(parent, held)).snapshot.waits[0]?.resolution).toEqual({
      status: 'failed',
      error: { code: 'engine_failure', message: 'Gave up.' },
    })
  })

  test('is answered where that run ends at the very moment that it begins to wait', async () => {
    for (let round = 0; round < 12; round += 1) {
      const parent = await start(tenant, 'caller')
      const held = await hold(parent)
      const run = await child(parent)
      const inner = await hold(run)
      await inner.commit({ type: 'run.started' })
      await Promise.all([
        held.commit(started('a'), waiting(run.runId)),
        inner.commit({ type: 'run.succeeded', output: round }),
      ])
      const [wait] = await store.readWaits(held.lease)
      expect(wait?.resolution).toEqual({ status: 'succeeded', output: round })
    }
  })

  test('is not answered by a run that is resumed later', async () => {
    const parent = await start(tenant, 'caller')
    const held = await hold(parent)
    const run = await child(parent)
    await held.commit(started('a'), waiting(run.runId))
    await failRun(run, { code: 'x', message: 'First.' })
    await held.commit({ type: 'step.woken', path: 'a' }, started('a', { attempt: 2 }))
    await operate(tenant, catalogue.runs.resume, { runId: run.runId })
    await failRun({ ...run, generation: 2 }, { code: 'x', message: 'Second.' })
    expect(await store.readWaits(held.lease)).toEqual([])
  })

  test('takes that run with it when the engine gives up', async () => {
    const parent = await start(tenant, 'caller')
    const held = await hold(parent)
    const run = await child(parent)
    await held.commit(started('a'), waiting(run.runId))
    await failRun(parent, { code: 'engine_failure', message: 'Gave up.' })
    expect((await rowOf(run)).cancelRequestedAt).not.toBeNull()
    expect(await outbox('run.wake', run.runId)).toHaveLength(1)
  })
})

test('asking a run to stop twice, or one that is over, does nothing more', async () => {
  const parent = await start(tenant, 'caller')
  const run = await child(parent)
  await childRunPort.cancel(tenant, run.runId)
  await childRunPort.cancel(tenant, run.runId)
  await childRunPort.cancel(tenant, 'run_none')
  expect(await rowOf(run)).toMatchObject({ killRequestedAt: null })
  const types = (await eventsOf(run)).map((event) => event.type)
  expect(types.filter((type) => type === 'run.cancelRequested')).toHaveLength(1)
  const { rows } = await tenantPool(tenant.orgId).query('SELECT 1 FROM "Run" WHERE id = $1', [run.runId])
  expect(rows).toHaveLength(1)
})
