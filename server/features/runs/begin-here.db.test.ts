import { afterEach, beforeAll, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { type CommitItem, LeaseLost } from '@/server/language/contracts'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { workHere } from './begin-here'
import {
  eventsOf,
  type HeldRun,
  hold,
  publish,
  type StartedRun,
  start,
  started,
  store,
  succeeded,
} from './testing/stage'

let tenant: Tenant
let stopWorking: () => void = () => undefined

beforeAll(async () => {
  tenant = await arrangeTenant('Begin here')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

afterEach(() => stopWorking())

const BEGINNING: CommitItem[] = [{ type: 'run.started' }, started('a')]

/** What the worker does with a run that it is given: what it holds, and what became of its first commit. */
interface Begun {
  held: HeldRun
  /** What its first commit came to. */
  first: Promise<unknown>
}

/** Starts a run that a worker of this process begins with. */
async function startHere(
  begin: (held: HeldRun) => Promise<unknown>,
): Promise<{ started: Promise<StartedRun>; begun: Promise<Begun> }> {
  let startedRun: Promise<StartedRun> | undefined
  const begun = new Promise<Begun>((resolve) => {
    stopWorking = workHere({
      begin(run) {
        void hold(run).then((held) => {
          const first = begin(held)
          first.catch(() => undefined)
          resolve({ held, first })
        })
        return true
      },
    })
    startedRun = start(tenant, 'plain')
    startedRun.catch(() => undefined)
  })
  if (!startedRun) throw new Error('Nothing was started.')
  return { started: startedRun, begun }
}

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

/** How many transactions have written the run and its log. */
async function writers({ orgId, runId }: StartedRun): Promise<number> {
  const { rows } = await tenantPool(orgId).query<{ count: number }>(
    `SELECT count(DISTINCT xmin::text)::int FROM (
       SELECT xmin FROM "Run" WHERE id = $1 UNION ALL SELECT xmin FROM "RunEvent" WHERE "runId" = $1) AS written`,
    [runId],
  )
  return rows[0]?.count ?? 0
}

test('what a worker commits first is written with the run, as if it had come after it', async () => {
  const later = await start(tenant, 'plain')
  await (await hold(later)).commit(...BEGINNING)
  const here = await startHere((held) => held.commit(...BEGINNING))
  const run = await here.started
  const { held, first } = await here.begun
  await first
  expect(await rowsOf(run)).toEqual(await rowsOf(later))
  expect([await writers(run), await writers(later)]).toEqual([1, 2])
  await held.commit(succeeded('a', 1), { type: 'run.succeeded', output: null })
  expect((await store.acquire(run)).kind).toBe('ended')
})

test('what it asks of people is there with the run', async () => {
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
  const here = await startHere((held) => held.commit(...BEGINNING, asking))
  const run = await here.started
  const { held, first } = await here.begun
  await first
  expect(await writers(run)).toBe(1)
  const { id, title } = await tenantDb(run.orgId).approval.findFirstOrThrow({ where: { runId: run.runId } })
  expect(title).toBe('Ship?')
  expect(await store.readWaits(held.lease)).toMatchObject([{ path: 'a', kind: 'approval', approvalId: id }])
  expect(await eventsOf(run)).toMatchObject([{}, {}, {}, { wait: { kind: 'approval', approvalId: id } }])
})

test('whoever needs longer commits to the run as it was written', async () => {
  const here = await startHere(async (held) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await held.commit(...BEGINNING)
  })
  const run = await here.started
  expect(await eventsOf(run)).toMatchObject([{ type: 'run.queued' }])
  await (await here.begun).first
  expect(await eventsOf(run)).toMatchObject([
    { type: 'run.queued' },
    { type: 'run.started' },
    { type: 'step.started' },
  ])
})

test('what means something to other runs waits until the run is there', async () => {
  const end: CommitItem = { type: 'run.succeeded', output: null }
  const here = await startHere((held) => held.commit({ type: 'run.started' }, end))
  const run = await here.started
  await (await here.begun).first
  const { rows } = await tenantPool(run.orgId).query(
    'SELECT status, "finishedAt" IS NOT NULL AS finished FROM "Run" WHERE id = $1',
    [run.runId],
  )
  expect(rows).toEqual([{ status: 'succeeded', finished: true }])
  expect((await store.acquire(run)).kind).toBe('ended')
})

test('where the run is not written, nothing was begun', async () => {
  const here = await startHere((held) =>
    held.commit({ type: 'run.started' }, started('a', { kind: 'a\u0000b' })),
  )
  await expect(here.started).rejects.toThrow()
  const { held, first } = await here.begun
  await expect(first).rejects.toThrow(LeaseLost)
  const { orgId, runId } = held.snapshot
  expect(await store.acquire({ orgId, runId, generation: 1 })).toEqual({ kind: 'ended' })
})
