import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { tenantDb } from '@/server/platform/db'
import { cachePort } from './port'
import {
  eventsOf,
  finish,
  hold,
  operate,
  publish,
  reread,
  rowOf,
  start,
  started,
  succeeded,
} from './testing/stage'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Record')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

const error = { code: 'http_5xx', message: 'It said no.', path: 'a' }
const onlyStep = { stepId: 'a', kind: 'set' }

describe('the record of a step', () => {
  test('that waits for its turn has begun no attempt', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(
      { type: 'step.queued', path: 'a', ...onlyStep },
      { type: 'step.waiting', path: 'a', wait: { kind: 'slot' } },
    )
    const { snapshot } = await reread(run, held)
    expect(snapshot.steps).toEqual([
      { path: 'a', status: 'waiting', attempt: 0, failures: 0, continued: false },
    ])
    expect(snapshot.waits).toEqual([{ path: 'a', kind: 'slot' }])
  })

  test('tells where and when it ended', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await finish(held, 'a')
    const { snapshot } = await reread(run, held)
    const ended = (await eventsOf(run)).at(-1)
    expect(snapshot.steps).toMatchObject([{ path: 'a', endedSeq: ended?.seq, endedAt: ended?.at }])
  })

  test('whose failure is handled goes on until its handler has ended, and keeps error and output', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(started('a'), { type: 'step.caught', path: 'a', attempt: 1, error })
    const caught = await reread(run, held)
    expect(caught.snapshot.steps).toMatchObject([{ status: 'running', caught: true, error }])
    await caught.commit({
      type: 'step.failed',
      path: 'a',
      attempt: 1,
      error,
      continued: true,
      output: 'instead',
    })
    const { snapshot } = await reread(run, caught)
    expect(snapshot.steps).toMatchObject([
      { status: 'failed', continued: true, failures: 1, error, output: 'instead' },
    ])
  })

  test('that made up steps keeps them', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    const steps = [{ id: 'made', kind: 'set', config: { zebra: 1, apple: 2 } }]
    await held.commit(started('a'), { type: 'step.expanded', path: 'a', steps })
    const { snapshot } = await reread(run, held)
    expect(JSON.stringify(snapshot.steps[0]?.generated)).toBe(JSON.stringify(steps))
  })

  test('keeps the digest of a call through all its attempts', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(started('a.0-http', { callDigest: 'abc' }), {
      type: 'step.interrupted',
      path: 'a.0-http',
      attempt: 1,
    })
    await held.commit(started('a.0-http', { attempt: 2 }))
    const { snapshot } = await reread(run, held)
    expect(snapshot.steps).toMatchObject([{ attempt: 2, callDigest: 'abc' }])
  })

  test('that starts once more forgets what it came to before', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(started('a'), { type: 'step.caught', path: 'a', attempt: 1, error })
    await held.commit(started('a', { attempt: 2 }))
    const { snapshot } = await reread(run, held)
    expect(snapshot.steps[0]).not.toHaveProperty('caught')
    expect(snapshot.steps[0]).not.toHaveProperty('error')
  })

  test('that was undone is rolled back, and keeps its output', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(started('a'), succeeded('a', 7), { type: 'step.rolledBack', path: 'a' })
    expect((await reread(run, held)).snapshot.steps).toMatchObject([{ status: 'rolled_back', output: 7 }])
  })

  test('that was taken over is as it was', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    const kept = { type: 'step.kept' as const, path: 'a', ...onlyStep, continued: false, attempt: 3 }
    await held.commit({ ...kept, status: 'succeeded', output: { n: 1 }, callDigest: 'abc' })
    const seq = (await eventsOf(run)).at(-1)?.seq
    expect((await reread(run, held)).snapshot.steps).toMatchObject([
      { status: 'succeeded', attempt: 3, output: { n: 1 }, callDigest: 'abc', endedSeq: seq },
    ])
  })
})

describe('an output that is kept for other runs', () => {
  test('is there in its project until it expires, and the log says nothing of it', async () => {
    const other = await arrangeTenant('Elsewhere')
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const output = { zebra: 1, apple: 2 }
    const item = { type: 'step.succeeded' as const, path: 'a', attempt: 1, output }
    await held.commit(started('a'), { ...item, cache: { key: 'k', expiresAt } })
    expect(JSON.stringify(await cachePort.read(tenant, 'k'))).toBe(JSON.stringify(output))
    expect(await cachePort.read(other, 'k')).toBeUndefined()
    expect(await cachePort.read({ ...other, projectId: tenant.projectId }, 'k')).toBeUndefined()
    expect(JSON.stringify(await eventsOf(run))).not.toContain(expiresAt)
    const past = new Date(Date.now() - 1).toISOString()
    await held.commit(started('a', { attempt: 2 }), {
      ...item,
      attempt: 2,
      cache: { key: 'k', expiresAt: past },
    })
    expect(await cachePort.read(tenant, 'k')).toBeUndefined()
  })

  test('marks the step that took it over', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    await held.commit(started('a'), {
      type: 'step.succeeded',
      path: 'a',
      attempt: 1,
      output: null,
      isCached: true,
    })
    expect(await tenantDb(tenant.orgId).stepRun.findFirst({ where: { runId: run.runId } })).toMatchObject({
      cached: true,
    })
  })
})

describe('the record of a run', () => {
  test('knows which part goes on, and how the main part ended', async () => {
    const run = await start(tenant, 'plain')
    const held = await hold(run)
    const outcome = { status: 'failed' as const, error }
    await held.commit({ type: 'run.started' }, { type: 'run.finishing', phase: 'finally', outcome })
    const { snapshot, commit } = await reread(run, held)
    expect(snapshot).toMatchObject({ phase: 'finally', outcome, status: 'running' })
    await commit({ type: 'run.rolledBack', error })
    expect(await rowOf(run)).toMatchObject({ status: 'rolled_back', error, finishedAt: expect.any(Date) })
  })

  test('leaves pauses out of its time', async () => {
    const run = await start(tenant, 'plain')
    await operate(tenant, catalogue.runs.pause, { runId: run.runId })
    await tenantDb(tenant.orgId).run.update({
      where: { id: run.runId },
      data: { pausedAt: new Date(Date.now() - 5_000) },
    })
    await operate(tenant, catalogue.runs.continue, { runId: run.runId })
    const { snapshot } = await hold(run)
    expect(snapshot.isPaused).toBe(false)
    expect(snapshot.pausedMs).toBeGreaterThanOrEqual(5_000)
  })
})
