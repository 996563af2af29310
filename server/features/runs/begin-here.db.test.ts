import { beforeAll, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { type CommitItem, LeaseLost } from '@/server/language/contracts'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { workHere } from './begin-here'
import {
  eventsOf,
  hold,
  operate,
  publish,
  reread,
  type StartedRun,
  start,
  started,
  store,
  succeeded,
} from './testing/stage'
import { keepBusy, startHere, writers } from './testing/start-here'

let tenant: Tenant

const INPUTS = 'inputs:\n  who: { type: string, default: Ada }\n'

beforeAll(async () => {
  tenant = await arrangeTenant('Begin here')
  await publish(tenant, 'plain', `version: 1\nname: plain\n${INPUTS}steps:\n  - { id: a, set: { x: 1 } }\n`)
  // So that the definition is known.
  await hold(await start(tenant, 'plain'))
})

const BEGINNING: CommitItem[] = [{ type: 'run.started' }, started('a')]

/** The columns that a page or a worker reads, without what is of this one run. */
async function rowsOf({ orgId, runId }: StartedRun): Promise<object> {
  const read = async (sql: string) => (await tenantPool(orgId).query<object>(sql, [runId])).rows
  return {
    run: await read(
      `SELECT status, "lastSeq", "startedAt" IS NOT NULL AS started, "leaseExpiresAt" > now() AS leased, title FROM "Run" WHERE id = $1`,
    ),
    steps: await read(
      'SELECT path, kind, status, attempt, "startedAt" IS NOT NULL AS started FROM "StepRun" WHERE "runId" = $1',
    ),
    events: (await eventsOf({ orgId, runId })).map(({ at: _, ...event }) => event),
  }
}

test('a run is begun without reading it, as if it had been read', async () => {
  const here = startHere(tenant, async () => undefined, { inputs: { who: 'Grace' } })
  const run = await here.started
  const { held } = await here.begun
  const { url, ...snapshot } = held.snapshot
  expect(snapshot.inputs).toEqual({ who: 'Grace' })
  expect({ ...snapshot, url }).toEqual((await reread(run, held)).snapshot)
})

test('while Postgres is busy with others, what a worker commits first is written with the run', async () => {
  const later = await start(tenant, 'plain')
  await (await hold(later)).commit(...BEGINNING)
  await keepBusy(tenant)
  const here = startHere(tenant, (held) => held.commit(...BEGINNING))
  const run = await here.started
  const { held, done, isAtOnce } = await here.begun
  await done
  expect(isAtOnce).toBe(true)
  expect(await rowsOf(run)).toEqual(await rowsOf(later))
  expect([await writers(run), await writers(later)]).toEqual([1, 2])
  await held.commit(succeeded('a', 1), { type: 'run.succeeded', output: null })
  expect((await store.acquire(run)).kind).toBe('ended')
})

test('whoever needs longer commits to the run as it was written', async () => {
  await keepBusy(tenant)
  const here = startHere(tenant, async (held) => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    await held.commit(...BEGINNING)
    await held.commit(succeeded('a', 1))
  })
  const run = await here.started
  expect(await eventsOf(run)).toMatchObject([{ type: 'run.queued' }])
  await (await here.begun).done
  expect((await eventsOf(run)).map(({ type }) => type)).toEqual([
    'run.queued',
    'run.started',
    'step.started',
    'step.succeeded',
  ])
})

test('what it asks of people waits until the run is there', async () => {
  const asking: CommitItem = {
    type: 'step.waiting',
    path: 'a',
    wait: { kind: 'approval' },
    approval: {
      title: 'Ship?',
      approvers: { roles: ['admin'], quorum: 1, allowSelf: true },
      onTimeout: 'fail',
    },
  }
  await keepBusy(tenant)
  const here = startHere(tenant, (held) => held.commit(...BEGINNING, asking))
  const run = await here.started
  const { held, done } = await here.begun
  await done
  expect(await writers(run)).toBe(2)
  const { id } = await tenantDb(run.orgId).approval.findFirstOrThrow({ where: { runId: run.runId } })
  expect(await store.readWaits(held.lease)).toMatchObject([{ path: 'a', kind: 'approval', approvalId: id }])
})

test('so does what it comes to', async () => {
  await keepBusy(tenant)
  const end: CommitItem = { type: 'run.succeeded', output: null }
  const here = startHere(tenant, (held) => held.commit({ type: 'run.started' }, end))
  const run = await here.started
  await (await here.begun).done
  const { rows } = await tenantPool(run.orgId).query(
    'SELECT status, "finishedAt" IS NOT NULL AS finished FROM "Run" WHERE id = $1',
    [run.runId],
  )
  expect(rows).toEqual([{ status: 'succeeded', finished: true }])
  expect((await store.acquire(run)).kind).toBe('ended')
})

test('where the run is not written, nothing was begun', async () => {
  await keepBusy(tenant)
  const unwritable = started('a', { kind: 'a\u0000b' })
  const here = startHere(tenant, (held) => held.commit({ type: 'run.started' }, unwritable))
  await expect(here.started).rejects.toThrow()
  const { held, done } = await here.begun
  await expect(done).rejects.toThrow(LeaseLost)
  const { orgId, runId } = held.snapshot
  expect(await store.acquire({ orgId, runId, generation: 1 })).toEqual({ kind: 'ended' })
})

test('where the worker has no room, or the inputs are large, the run waits to be taken', async () => {
  const asked: string[] = []
  const stopWorking = workHere({
    begin({ runId }) {
      asked.push(runId)
      return false
    },
  })
  const run = await start(tenant, 'plain')
  const large = await start(tenant, 'plain', { inputs: { who: 'x'.repeat(20_000) } })
  stopWorking()
  expect(asked).toEqual([run.runId])
  for (const waiting of [run, large]) {
    await (await hold(waiting)).commit(...BEGINNING)
    expect(await writers(waiting)).toBe(2)
  }
})

test('it goes by the clock of the database, whatever is set on this machine', async () => {
  const stopWorking = workHere({ begin: () => true })
  const run = await start(tenant, 'plain')
  stopWorking()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_800_000 })
  const acquired = await store.acquire(run)
  vi.useRealTimers()
  const at = acquired.kind === 'acquired' ? acquired.at : undefined
  expect(Math.abs((at?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000)
})

test('what is asked of it before it has begun is heeded', async () => {
  for (const asked of ['cancel', 'pause'] as const) {
    const here = startHere(tenant, async () => undefined)
    const run = await here.started
    const { held } = await here.begun
    await operate(tenant, catalogue.runs[asked], { runId: run.runId })
    await held.commit(...BEGINNING)
    expect(await store.heartbeat(held.lease)).toMatchObject(
      asked === 'cancel' ? { stop: 'cancel', woken: true } : { isPaused: true, woken: true },
    )
  }
})
