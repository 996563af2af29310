import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { codeOf } from '@/server/api/testing/call'
import { tenantDb } from '@/server/platform/db'
import { childRunPort, failRun } from './port'
import {
  emptyOutbox,
  eventsOf,
  finish,
  hold,
  operate,
  outbox,
  publish,
  refusalOf,
  rowOf,
  type StartedRun,
  start,
  started,
  store,
  succeeded,
} from './testing/stage'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Control')
  await publish(
    tenant,
    'saga',
    `version: 1
name: saga
steps:
  - { id: reserve, set: { x: 1 }, undo: { set: { x: 0 } } }
  - { id: charge, set: { x: 1 }, undo: { set: { x: 0 } } }
  - { id: ship, set: { x: 1 } }
`,
  )
})

beforeEach(emptyOutbox)

const error = { code: 'x', message: 'x', path: 'ship' }
const ids = (run: StartedRun) => ({ runId: run.runId })

async function ended(...done: string[]): Promise<StartedRun> {
  const run = await start(tenant, 'saga')
  const held = await hold(run)
  await finish(held, ...done)
  await held.commit(started('ship'), {
    type: 'step.failed',
    path: 'ship',
    attempt: 1,
    error,
    continued: false,
  })
  await held.commit({ type: 'run.failed', error })
  return run
}

describe('cancelling', () => {
  test('a second time leaves `finally` and rollback out; a third time is refused', async () => {
    const run = await start(tenant, 'saga')
    const { lease } = await hold(run)
    expect(await operate(tenant, catalogue.runs.cancel, { ...ids(run), reason: 'Wrong order.' })).toEqual({
      requested: true,
      isForced: false,
    })
    expect(await store.heartbeat(lease)).toEqual({ stop: 'cancel', isPaused: false, woken: true })
    expect(await operate(tenant, catalogue.runs.cancel, ids(run))).toEqual({
      requested: true,
      isForced: true,
    })
    expect(await store.heartbeat(lease)).toEqual({ stop: 'kill', isPaused: false, woken: true })
    expect(await refusalOf(tenant, catalogue.runs.cancel, ids(run))).toBe('invalid_state')
    const asked = (await eventsOf(run)).filter((event) => event.type === 'run.cancelRequested')
    expect(asked).toMatchObject([{ reason: 'Wrong order.' }, { isForced: true }])
    expect(await operate(tenant, catalogue.runs.get, { run: run.runId })).toMatchObject({
      cancelRequested: true,
      isForced: true,
    })
  })

  test('twice at the same moment asks once to stop and once to stop at once', async () => {
    const run = await start(tenant, 'saga')
    const answers = await Promise.all(
      [1, 2].map(() => operate<{ isForced: boolean }>(tenant, catalogue.runs.cancel, ids(run))),
    )
    expect(answers.map((answer) => answer.isForced).sort()).toEqual([false, true])
  })

  test('is refused once the run is over', async () => {
    expect(await refusalOf(tenant, catalogue.runs.cancel, ids(await ended()))).toBe('invalid_state')
  })
})

describe('pausing', () => {
  test('holds a run until it is continued, and its waves see it', async () => {
    const run = await start(tenant, 'saga')
    const { lease } = await hold(run)
    expect(await operate(tenant, catalogue.runs.pause, ids(run))).toEqual({ paused: 1 })
    expect(await store.heartbeat(lease)).toEqual({ stop: 'none', isPaused: true, woken: true })
    expect(await operate(tenant, catalogue.runs.get, { run: run.runId })).toMatchObject({
      isPaused: true,
      pausedAt: expect.any(String),
    })
    expect(await refusalOf(tenant, catalogue.runs.pause, ids(run))).toBe('invalid_state')
    expect(await operate(tenant, catalogue.runs.continue, ids(run))).toEqual({ continued: 1 })
    expect(await store.heartbeat(lease)).toEqual({ stop: 'none', isPaused: false, woken: true })
    expect(await refusalOf(tenant, catalogue.runs.continue, ids(run))).toBe('invalid_state')
    const types = (await eventsOf(run)).map((event) => event.type)
    expect(types).toEqual(['run.queued', 'run.paused', 'run.continued'])
    expect(await outbox('run.wake', run.runId)).toHaveLength(2)
  })

  test('at the moment of the end either holds a run that goes on, or is refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      const run = await start(tenant, 'saga')
      const held = await hold(run)
      await held.commit({ type: 'run.started' })
      const [, answer] = await Promise.all([
        held.commit({ type: 'run.succeeded', output: null }),
        refusalOf(tenant, catalogue.runs.pause, ids(run)),
      ])
      expect(['ok', 'invalid_state']).toContain(answer)
      expect(await rowOf(run)).toMatchObject({ status: 'succeeded', pausedAt: null })
    }
  })

  test('takes along the runs that it waits for, and not a detached one', async () => {
    const run = await start(tenant, 'saga')
    const children: string[] = []
    for (const [path, isDetached] of [
      ['a', false],
      ['b', true],
    ] as const) {
      const child = await childRunPort.start(
        { ...run, path, attempt: 1 },
        { workflow: 'saga', inputs: {}, isDetached },
      )
      if (!child.ok) throw new Error(child.message)
      children.push(child.runId)
    }
    expect(await operate(tenant, catalogue.runs.pause, ids(run))).toEqual({ paused: 2 })
    const paused = await Promise.all(children.map((runId) => rowOf({ ...run, runId })))
    expect(paused.map((row) => row.pausedAt !== null)).toEqual([true, false])
    expect(await operate(tenant, catalogue.runs.continue, ids(run))).toEqual({ continued: 2 })
  })

  test('of a run that is being cancelled is refused', async () => {
    const run = await start(tenant, 'saga')
    await operate(tenant, catalogue.runs.cancel, ids(run))
    expect(await refusalOf(tenant, catalogue.runs.pause, ids(run))).toBe('invalid_state')
  })
})

describe('resuming', () => {
  test('forgets what stopped the run, keeps the rest, and starts a new generation with nothing of the old end', async () => {
    const run = await ended('reserve', 'charge')
    expect(await operate(tenant, catalogue.runs.resume, ids(run))).toEqual({ generation: 2 })
    expect(await outbox('run.requested', run.runId)).toContainEqual({ runId: run.runId, generation: 2 })
    const { snapshot } = await hold({ ...run, generation: 2 })
    expect(snapshot.steps.map((step) => step.path)).toEqual(['charge', 'reserve'])
    expect(snapshot).toMatchObject({ phase: 'main', stop: 'none', isPaused: false, pausedMs: 0 })
    expect(await rowOf(run)).toMatchObject({ error: null, output: null, outcome: null, finishedAt: null })
    expect((await store.acquire(run)).kind).toBe('ended')
  })

  test('twice at the same moment resumes once', async () => {
    const run = await ended()
    const answers = await Promise.all([1, 2].map(() => refusalOf(tenant, catalogue.runs.resume, ids(run))))
    expect(answers.sort()).toEqual(['invalid_state', 'ok'])
  })
})

describe('rolling back', () => {
  test('asks for what finished to be undone, and keeps how the run had ended', async () => {
    const run = await ended('reserve', 'charge')
    expect(await operate(tenant, catalogue.runs.get, { run: run.runId })).toMatchObject({
      undoable: ['charge', 'reserve'],
    })
    expect(await operate(tenant, catalogue.runs.rollBack, ids(run))).toEqual({ generation: 2, steps: 2 })
    expect(await outbox('run.requested', run.runId)).toContainEqual({ runId: run.runId, generation: 2 })
    const { snapshot } = await hold({ ...run, generation: 2 })
    expect(snapshot).toMatchObject({ phase: 'rollback', outcome: { status: 'failed', error } })
  })

  test('of a run that had succeeded keeps its output as it was', async () => {
    const run = await start(tenant, 'saga')
    const held = await hold(run)
    await finish(held, 'reserve')
    await held.commit({ type: 'run.succeeded', output: { zebra: 1, apple: 2 } })
    await operate(tenant, catalogue.runs.rollBack, ids(run))
    const { outcome } = (await hold({ ...run, generation: 2 })).snapshot
    expect(JSON.stringify(outcome)).toBe('{"status":"succeeded","output":{"zebra":1,"apple":2}}')
  })

  test('that failed half-way is tried again with what is left', async () => {
    const run = await ended('reserve', 'charge')
    await operate(tenant, catalogue.runs.rollBack, ids(run))
    const held = await hold({ ...run, generation: 2 })
    await held.commit(
      started('charge.undo'),
      succeeded('charge.undo'),
      { type: 'step.rolledBack', path: 'charge' },
      started('reserve.undo'),
      { type: 'step.failed', path: 'reserve.undo', attempt: 1, error, continued: false },
      { type: 'run.failed', error: { code: 'rollback_failed', message: 'Not all.' } },
    )
    expect(await operate(tenant, catalogue.runs.get, { run: run.runId })).toMatchObject({
      undoable: ['reserve'],
    })
    expect(await operate(tenant, catalogue.runs.rollBack, ids(run))).toEqual({ generation: 3, steps: 1 })
    const again = await hold({ ...run, generation: 3 })
    expect(again.snapshot.outcome).toEqual({ status: 'failed', error })
    expect(again.snapshot.steps.map((step) => step.path)).not.toContain('reserve.undo')
    await again.commit({ type: 'step.rolledBack', path: 'reserve' }, { type: 'run.rolledBack', error })
    expect(await rowOf(run)).toMatchObject({ status: 'rolled_back', error })
    expect(await refusalOf(tenant, catalogue.runs.rollBack, ids(run))).toBe('invalid_state')
    expect(await operate(tenant, catalogue.runs.resume, ids(run))).toEqual({ generation: 4 })
    expect((await hold({ ...run, generation: 4 })).snapshot.steps).toEqual([])
  })

  test('is refused where nothing finished can be undone, and while the run goes on', async () => {
    expect(await refusalOf(tenant, catalogue.runs.rollBack, ids(await ended()))).toBe('invalid_state')
    const running = await start(tenant, 'saga')
    await finish(await hold(running), 'reserve')
    expect(await refusalOf(tenant, catalogue.runs.rollBack, ids(running))).toBe('invalid_state')
    expect(await operate(tenant, catalogue.runs.get, { run: running.runId })).toMatchObject({ undoable: [] })
  })

  test('is for operators, not for viewers', async () => {
    const run = await ended('reserve')
    const viewer = await arrangeMember(tenant.orgId, 'viewer')
    const input = { projectId: tenant.projectId, ...ids(run) }
    for (const operation of [catalogue.runs.rollBack, catalogue.runs.pause, catalogue.runs.continue])
      expect(await codeOf(operation, viewer, input)).toBe('forbidden')
  })

  test('leaves an audit row', async () => {
    const run = await ended('reserve')
    await operate(tenant, catalogue.runs.rollBack, ids(run))
    const rows = await tenantDb(tenant.orgId).auditEntry.findMany({
      where: { subject: run.runId, action: 'runs.rollBack' },
    })
    expect(rows).toMatchObject([{ outcome: 'done', details: { generation: 2, steps: 1 } }])
  })
})

test('a run that is over stays as it is, whatever the engine says of it', async () => {
  const run = await ended()
  const before = await eventsOf(run)
  await failRun(run, { code: 'engine_failure', message: 'Gave up.' })
  expect(await eventsOf(run)).toEqual(before)
})
