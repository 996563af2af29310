import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { childRunPort } from '@/server/features/runs/port'
import {
  emptyOutbox,
  hold,
  operate,
  outbox,
  publish,
  rowOf,
  start,
  started,
  store,
} from '@/server/features/runs/testing/stage'
import { systemPool } from '@/server/platform/db'
import { relayHere } from '@/server/platform/outbox'
import { drainOutbox, type RelayPorts } from './relay'
import { createRelayAtOnce } from './relay-at-once'
import { closeWiring, relayPorts } from './wiring'

interface Told {
  name: string
  id?: string
  data: { runId: string; generation?: number }
}

let tenant: Tenant
let told: Told[]

beforeAll(async () => {
  tenant = await arrangeTenant('Relay')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
  await publish(
    tenant,
    'one-at-a-time',
    'version: 1\nname: one-at-a-time\nconcurrency: { key: all, limit: 1 }\nsteps:\n  - { id: a, set: { x: 1 } }\n',
  )
})

beforeEach(async () => {
  told = []
  await emptyOutbox()
})
afterAll(closeWiring)

async function drain(ports: RelayPorts = relayPorts): Promise<void> {
  // The relay's events, as far as they are looked at here.
  await drainOutbox(async (events) => void told.push(...(events as unknown as Told[])), ports)
}

const due = () => systemPool().query(`UPDATE "OutboxEntry" SET "availableAt" = now()`)
const requests = () => told.filter((event) => event.name === 'pawl/run.requested')
const bells = () => told.filter((event) => event.name === 'pawl/run.wake')

test('a run is told once, under an id that a second telling shares', async () => {
  const run = await start(tenant, 'plain')
  await drain()
  await due()
  await drain()
  expect(requests()).toMatchObject([{ id: `${run.runId}:1`, data: { runId: run.runId, generation: 1 } }])
  expect(await outbox('run.requested', run.runId)).toEqual([])
})

test('what this process posts is told at once by its own relay, and no other one takes it meanwhile', async () => {
  let tellNow = () => {}
  const mayTell = new Promise<void>((resolve) => {
    tellNow = resolve
  })
  const relay = createRelayAtOnce(async (events) => {
    await mayTell
    // The relay's events, as far as they are looked at here.
    told.push(...(events as unknown as Told[]))
  }, relayPorts)
  const stopTaking = relayHere(relay)
  const run = await start(tenant, 'plain')
  const limited = await start(tenant, 'one-at-a-time')
  stopTaking()
  await drain()
  expect(requests().map((event) => event.data.runId)).toEqual([limited.runId])
  tellNow()
  await relay.stop()
  expect(requests().map((event) => event.id)).toEqual([`${limited.runId}:1`, `${run.runId}:1`])
  expect(await outbox('run.requested', run.runId)).toEqual([])
  await (await hold(limited)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
})

test('what a process posts and dies before telling is told by another one', async () => {
  const stopTaking = relayHere({ takes: () => true, tell: () => {} })
  const run = await start(tenant, 'plain')
  stopTaking()
  await drain()
  expect(requests()).toEqual([])
  await due()
  await drain()
  expect(requests()).toMatchObject([{ id: `${run.runId}:1` }])
})

test('a run without a place is kept back, and told when another gives its place back', async () => {
  const one = await start(tenant, 'one-at-a-time')
  const two = await start(tenant, 'one-at-a-time')
  await drain()
  expect(requests().map((event) => event.data.runId)).toEqual([one.runId])
  expect(await outbox('run.requested', one.runId, two.runId)).toEqual([])
  await operate(tenant, catalogue.runs.pause, { runId: two.runId })
  await operate(tenant, catalogue.runs.continue, { runId: two.runId })
  await (await hold(one)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
  await drain()
  expect(requests().map((event) => event.id)).toEqual([`${one.runId}:1`, `${two.runId}:1`])
  await (await hold(two)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
})

test('a run whose place cannot be asked for now is asked for again later, and holds up nobody', async () => {
  const limited = await start(tenant, 'one-at-a-time')
  const plain = await start(tenant, 'plain')
  const broken = { ...relayPorts, admit: () => Promise.reject(new Error('The database is away.')) }
  await drain(broken)
  expect(requests().map((event) => event.data.runId)).toEqual([plain.runId])
  await due()
  await drain()
  expect(requests().map((event) => event.data.runId)).toEqual([plain.runId, limited.runId])
})

test('a place that was given to a run which ended meanwhile is no request', async () => {
  const run = await start(tenant, 'plain')
  await emptyOutbox()
  await systemPool().query(
    `INSERT INTO "OutboxEntry" (id, "orgId", name, data) VALUES ('obx_late', $1, 'run.requested', $2)`,
    [tenant.orgId, JSON.stringify({ runId: run.runId, isAdmitted: true })],
  )
  await (await hold(run)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
  await drain()
  expect(requests()).toEqual([])
  expect(await outbox('run.requested', run.runId)).toEqual([])
})

test('a run that another one wakes hears the bell until a wave has taken notice', async () => {
  const parent = await start(tenant, 'plain')
  const child = await childRunPort.start(
    { ...parent, path: 'a', attempt: 1 },
    { workflow: 'plain', inputs: {}, isDetached: false },
  )
  if (!child.ok) throw new Error(child.message)
  const held = await hold(parent)
  const wait = { kind: 'child' as const, childRunId: child.runId }
  await held.commit({ type: 'run.started' }, started('a'), { type: 'step.waiting', path: 'a', wait })
  await store.release(held.lease)
  await emptyOutbox()
  await (await hold({ ...parent, runId: child.runId })).commit(
    { type: 'run.started' },
    { type: 'run.succeeded', output: 1 },
  )
  await drain()
  expect(bells()).toMatchObject([{ data: { runId: parent.runId } }])
  expect(await rowOf(parent)).toMatchObject({ wakesRequested: 1, wakesTaken: 0 })
  await due()
  await drain()
  expect(bells(), 'rung again').toHaveLength(2)
  expect(await rowOf(parent), 'but asked for once').toMatchObject({ wakesRequested: 1 })
  await hold(parent)
  await due()
  await drain()
  expect(bells()).toHaveLength(2)
  expect(await outbox('run.wake', parent.runId)).toEqual([])
})

test('a bell for a run that is over is not rung', async () => {
  const run = await start(tenant, 'plain')
  await (await hold(run)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
  await emptyOutbox()
  await systemPool().query(
    `INSERT INTO "OutboxEntry" (id, "orgId", name, data) VALUES ('obx_over', $1, 'run.wake', $2)`,
    [tenant.orgId, JSON.stringify({ runId: run.runId })],
  )
  await drain()
  expect(bells()).toEqual([])
  expect(await outbox('run.wake', run.runId)).toEqual([])
})

/** Requests of runs that nobody else knows of, straight into the outbox. */
async function request(orgId: string, count: number, data: object = {}): Promise<void> {
  await systemPool().query(
    `INSERT INTO "OutboxEntry" (id, "orgId", name, data)
     SELECT 'obx_' || $1 || lpad(n::text, 6, '0'), $1, 'run.requested',
            jsonb_build_object('runId', $1 || '-' || n, 'generation', 1) || $3::jsonb
       FROM generate_series(1, $2::int) AS n`,
    [orgId, count, JSON.stringify(data)],
  )
}

test('a thousand runs of one organization do not hold up the one of another', async () => {
  await request('org_crowd', 1_000)
  await request('org_single', 1)
  await drain()
  expect(requests()).toHaveLength(1_001)
  const place = requests().findIndex((event) => event.data.runId === 'org_single-1')
  expect(place).toBeLessThan(100)
})

test('an organization that asks for many places holds up neither others nor its own bells', async () => {
  const parent = await start(tenant, 'plain')
  await emptyOutbox()
  await request('org_other', 1)
  await request(tenant.orgId, 30, { needsPlace: true })
  await systemPool().query(
    `INSERT INTO "OutboxEntry" (id, "orgId", name, data) VALUES ('obx_bell', $1, 'run.wake', $2)`,
    [tenant.orgId, JSON.stringify({ runId: parent.runId })],
  )
  let giveWay = () => {}
  const held = new Promise<void>((resolve) => {
    giveWay = resolve
  })
  const draining = drain({
    ...relayPorts,
    admit: async () => {
      await held
      return 'admitted'
    },
  })
  await vi.waitFor(() => {
    expect(requests().map((event) => event.data.runId)).toEqual(['org_other-1'])
    expect(bells().map((event) => event.data.runId)).toEqual([parent.runId])
  })
  giveWay()
  await draining
  const mine = requests().map((event) => event.data.runId)
  expect(mine.slice(1)).toEqual(Array.from({ length: 30 }, (_, n) => `${tenant.orgId}-${n + 1}`))
})
