import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { type CommitItem, LeaseLost } from '@/server/language/contracts'
import { tenantPool } from '@/server/platform/db'
import {
  eventsOf,
  type HeldRun,
  hold,
  operate,
  publish,
  type StartedRun,
  start,
  started,
  store,
  succeeded,
} from './testing/stage'
import { holdBack, startHere } from './testing/start-here'

let tenant: Tenant
let letGo: () => Promise<void>

beforeAll(async () => {
  tenant = await arrangeTenant('First commit')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
  // So that the definition is known.
  await hold(await start(tenant, 'plain'))
})

beforeEach(async () => {
  const release = await holdBack(tenant, 'StepRun')
  let isHeld = true
  letGo = async () => {
    if (isHeld) await release()
    isHeld = false
  }
})

afterEach(() => letGo())

const BEGINNING: CommitItem[] = [{ type: 'run.started' }, started('a')]

/** A run whose first step has begun, while its beginning cannot be written. */
async function begin(): Promise<{ run: StartedRun; held: HeldRun }> {
  const here = startHere(tenant, (held) => held.commit(...BEGINNING))
  const run = await here.started
  const { held, done } = await here.begun
  await done
  return { run, held }
}

const typesOf = async (run: StartedRun) => (await eventsOf(run)).map(({ type }) => type)

/** Whether it has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const aMoment = new Promise((resolve) => setTimeout(resolve, 50, 'waits'))
  const first = await Promise.race([promise.catch(() => 'failed'), aMoment])
  return first !== 'waits'
}

test('a run goes on when its row is on disk, and nothing is written before its beginning is', async () => {
  const { run, held } = await begin()
  expect(await typesOf(run)).toEqual(['run.queued'])
  const finished = held.commit(succeeded('a', 1))
  expect(await isSettled(finished)).toBe(false)
  expect(await typesOf(run)).toEqual(['run.queued'])
  await letGo()
  await finished
  expect(await typesOf(run)).toEqual(['run.queued', 'run.started', 'step.started', 'step.succeeded'])
  expect(await store.release(held.lease)).toMatchObject({ woken: false })
})

test('until it is written the lease is neither given back nor prolonged', async () => {
  const { held } = await begin()
  const pulse = store.heartbeat(held.lease)
  const release = store.release(held.lease)
  expect(await Promise.all([isSettled(pulse), isSettled(release)])).toEqual([false, false])
  await letGo()
  await Promise.all([pulse, release])
})

test('while its row cannot be written there is nothing to prolong, and nothing is lost', async () => {
  const release = await holdBack(tenant, 'Run')
  const here = startHere(tenant, (held) => held.commit(...BEGINNING))
  const { held, done } = await here.begun
  expect(await isSettled(done)).toBe(false)
  expect(await store.heartbeat(held.lease)).toEqual({ stop: 'none', isPaused: false, woken: false })
  await release()
  await letGo()
  await done
  await held.commit(succeeded('a', 1))
  expect(await typesOf(await here.started)).toEqual([
    'run.queued',
    'run.started',
    'step.started',
    'step.succeeded',
  ])
})

test('nobody else takes the run meanwhile, until its lease has run out', async () => {
  const { run } = await begin()
  expect((await store.acquire(run)).kind).toBe('busy')
})

test('a process that dies meanwhile leaves a run that begins anew', async () => {
  const here = startHere(tenant, async () => undefined)
  const run = await here.started
  await here.begun
  await letGo()
  await expire(run)
  const next = await hold(run)
  expect(next.snapshot).toMatchObject({ status: 'queued', steps: [] })
  await next.commit(...BEGINNING, succeeded('a', 1), { type: 'run.succeeded', output: null })
  expect(await typesOf(run)).toEqual([
    'run.queued',
    'run.started',
    'step.started',
    'step.succeeded',
    'run.succeeded',
  ])
})

test('whoever lost the lease meanwhile leaves no trace, and hears of it', async () => {
  const { run, held } = await begin()
  await expire(run)
  const next = await hold(run)
  await letGo()
  await expect(held.commit(succeeded('a', 1))).rejects.toThrow(LeaseLost)
  await expect(store.heartbeat(held.lease)).rejects.toThrow(LeaseLost)
  await next.commit(...BEGINNING)
  expect(await typesOf(run)).toEqual(['run.queued', 'run.started', 'step.started'])
})

test('a cancellation that comes in between is heeded, and takes nothing from the log', async () => {
  const { run, held } = await begin()
  await operate(tenant, catalogue.runs.cancel, { runId: run.runId })
  await letGo()
  expect(await store.heartbeat(held.lease)).toMatchObject({ stop: 'cancel' })
  expect(await typesOf(run)).toEqual(['run.queued', 'run.cancelRequested', 'run.started', 'step.started'])
})

/** As if nobody had prolonged it. */
async function expire({ orgId, runId }: StartedRun): Promise<void> {
  await tenantPool(orgId).query(
    `UPDATE "Run" SET "leaseExpiresAt" = now() - interval '1 second' WHERE id = $1`,
    [runId],
  )
}
