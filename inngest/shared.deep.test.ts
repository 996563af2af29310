import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { systemPool, tenantPool } from '@/server/platform/db'
import { copyRun } from './testing/copy-runs'
import { call, idOf, publish } from './testing/golden-engine'
import { type Ledger, openLedger } from './testing/ledger'
import { scaled } from './testing/scaled'
import { unaccounted } from './testing/storm-ledger-proof'
import { contradictions } from './testing/storm-log-proof'
import { readRecord } from './testing/storm-record'
import { median, superuserUrl } from './testing/test-database'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const RUNS = scaled(1_000)
/** So few that the process which is left has places for all of them. */
const RUNS_WITH_ROOM = 20
const TAKEOVER_WITHIN_MS = 5_000
/** Whatever a dead process held is free to take after this: the lease of the engine, or of the run, and a heartbeat. */
const LEASE_MS = 3_500
const ALL_END_WITHIN_MS = 180_000
/** A process that works, and finds runs that are due. */
const TAKES_WITHIN_MS = 20_000

let ledger: Ledger
let slowLedger: Ledger
let workers: WorkerProcess[] = []

beforeAll(async () => {
  ledger = await openLedger(100)
  slowLedger = await openLedger(5_000)
  workers = [1, 2].map(() => createWorkerProcess({ allowedHosts: `${ledger.host},${slowLedger.host}` }))
}, 120_000)

afterAll(async () => {
  for (const worker of workers) {
    await worker.kill()
    worker.remove()
  }
  await ledger?.close()
  await slowLedger?.close()
})

test(`two processes share ${RUNS} runs; each is killed in turn, the other one takes over within 5 s, all finish`, async () => {
  const tenant = await begin('Shared', ledger, RUNS)
  // Half of them come after the first kill, however fast the machine is.
  await systemPool().query(
    `UPDATE "OutboxEntry" SET "availableAt" = 'infinity'
      WHERE id IN (SELECT id FROM "OutboxEntry" WHERE "orgId" = $1 ORDER BY id LIMIT $2)`,
    [tenant.orgId, RUNS / 2],
  )
  await Promise.all(workers.map((worker) => worker.start()))
  const pids = workers.map((worker) => worker.pid())
  const seen = await untilEnded(tenant, RUNS / 6)
  expect(pids.filter((pid) => seen.has(pid))).toEqual(pids)

  const [one, other] = both()
  const firstKill = await kill(one)
  await one.start()
  await untilEnded(tenant, RUNS / 2)
  await systemPool().query(`UPDATE "OutboxEntry" SET "availableAt" = now() WHERE "orgId" = $1`, [
    tenant.orgId,
  ])
  await untilEnded(tenant, (4 * RUNS) / 6)
  const secondKill = await kill(other)
  await untilEnded(tenant, RUNS)
  // Each had hundreds to do. Where the machine is so slow that every run takes seconds then, those of the dead process
  // take them as well, once they are free; they wait for no more than that.
  const withinMs = Math.max(TAKEOVER_WITHIN_MS, LEASE_MS + (await usualDurationMs(tenant)))
  for (const one of [firstKill, secondKill]) {
    const { soonestMs, freedAfterMs } = await takeoverOf(tenant, one)
    expect(freedAfterMs).toBeLessThan(TAKEOVER_WITHIN_MS)
    expect(soonestMs).toBeLessThan(withinMs)
  }
  await expectAllWell(tenant, ledger, RUNS)
})

test('where there is room, all that a killed process had under way goes on within 5 s', async () => {
  const tenant = await begin('Roomy', slowLedger, RUNS_WITH_ROOM)
  const [one, other] = both()
  await one.start()
  await untilHeldBy(one)
  await other.start()
  const firstKill = await kill(one)
  await one.start()
  const secondKill = await kill(other)
  await untilEnded(tenant, RUNS_WITH_ROOM)
  for (const one of [firstKill, secondKill])
    expect((await takeoverOf(tenant, one)).latestMs).toBeLessThan(TAKEOVER_WITHIN_MS)
  await expectAllWell(tenant, slowLedger, RUNS_WITH_ROOM)
})

function both(): [WorkerProcess, WorkerProcess] {
  const [one, other] = workers
  if (!one || !other) throw new Error('There are two workers.')
  return [one, other]
}

/** An organization with so many runs, which call this outside world. Nobody works on them yet. */
async function begin(name: string, { url }: Ledger, count: number): Promise<Tenant> {
  // What is copied must not be worked on meanwhile.
  for (const worker of workers) await worker.kill()
  const tenant = await arrangeTenant(name)
  await publish(tenant, 'work', sourceOf(url))
  const first = idOf(await call(tenant, catalogue.runs.start, { workflow: 'work', inputs: {} }))
  await copyRun(superuserUrl(), first, { from: 1, count: count - 1 })
  return tenant
}

async function expectAllWell(tenant: Tenant, { entries }: Ledger, count: number): Promise<void> {
  const record = await readRecord(tenant.orgId)
  expect(record.runs.filter(({ status }) => status !== 'succeeded')).toEqual([])
  expect(record.runs).toHaveLength(count)
  expect(contradictions(record)).toEqual([])
  expect(unaccounted(record, entries, new Map())).toEqual([])
  expect(workers.flatMap((worker) => worker.failures())).toEqual([])
}

interface Kill {
  atMs: number
  /** After how long nothing was in the name of the dead process any more. */
  freedAfterMs: number
  /** The runs that were under way in the process. */
  orphans: string[]
}

async function kill(worker: WorkerProcess): Promise<Kill> {
  const pid = worker.pid()
  await untilHeldBy(worker)
  await worker.kill()
  const atMs = Date.now()
  const orphans = await runsHeldBy(pid)
  expect(orphans.length).toBeGreaterThan(0)
  while ((await runsHeldBy(pid)).length > 0) {
    if (Date.now() - atMs > ALL_END_WITHIN_MS) throw new Error('A dead process still holds runs.')
    await sleep(50)
  }
  return { atMs, orphans, freedAfterMs: Date.now() - atMs }
}

async function untilHeldBy(worker: WorkerProcess): Promise<void> {
  for (
    const until = Date.now() + TAKES_WITHIN_MS;
    (await runsHeldBy(worker.pid())).length === 0;
    await sleep(5)
  )
    if (Date.now() > until) throw new Error('A process takes no runs.')
}

interface Takeover {
  freedAfterMs: number
  /** After how long the first run, and the last one, went on that the process had had under way. */
  soonestMs: number
  latestMs: number
}

async function takeoverOf(tenant: Tenant, { atMs, orphans, freedAfterMs }: Kill): Promise<Takeover> {
  // Those that had ended when their process died have nothing to go on with.
  const goneOn = (await firstEventsAfter(tenant, orphans, atMs)).map((eventAtMs) => eventAtMs - atMs)
  expect(goneOn.length).toBeGreaterThan(0)
  const takeover = { freedAfterMs, soonestMs: Math.min(...goneOn), latestMs: Math.max(...goneOn) }
  console.log(
    `${orphans.length} runs were under way in the process that was killed; free after ${freedAfterMs} ms, ` +
      `${goneOn.length} went on after ${takeover.soonestMs} to ${takeover.latestMs} ms`,
  )
  return takeover
}

function sourceOf(url: string): string {
  const step = (id: string) => `  - id: ${id}
    http: { method: POST, url: "${url}/${id}" }
    retry: { attempts: 10, backoff: fixed, delay: 200ms }
`
  return `version: 1\nname: work\nsteps:\n${['a', 'b', 'c', 'd'].map(step).join('')}`
}

/** Until so many runs have ended; the processes that were seen at work until then. */
async function untilEnded(tenant: Tenant, count: number): Promise<Set<number>> {
  const seen = new Set<number>()
  for (const until = Date.now() + ALL_END_WITHIN_MS; ; await sleep(50)) {
    for (const pid of await pidsAtWork()) seen.add(pid)
    const { rows } = await tenantPool(tenant.orgId).query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Run" WHERE "finishedAt" IS NOT NULL`,
    )
    const ended = rows[0]?.count ?? 0
    if (ended >= count) return seen
    if (Date.now() > until) throw new Error(`Only ${ended} runs ended, not ${count}.`)
  }
}

/** An owner's name is `host:pid:…`. */
async function pidsAtWork(): Promise<number[]> {
  const { rows } = await systemPool().query<{ owner: string }>(
    'SELECT DISTINCT owner_id AS owner FROM engine.queue WHERE owner_id IS NOT NULL',
  )
  return rows.map(({ owner }) => Number(owner.split(':')[1]))
}

async function runsHeldBy(pid: number): Promise<string[]> {
  const { rows } = await systemPool().query<{ runId: string }>(
    `SELECT e.payload::json->'data'->>'runId' AS "runId" FROM engine.queue q
       JOIN engine.runs r ON r.id = q.run_id JOIN engine.events e ON e.id = r.event_id
      WHERE split_part(q.owner_id, ':', 2) = $1 AND q.function_id = 'pawl-run-workflow'`,
    [String(pid)],
  )
  return rows.map(({ runId }) => runId)
}

async function usualDurationMs(tenant: Tenant): Promise<number> {
  const { rows } = await tenantPool(tenant.orgId).query<{ ms: number }>(
    'SELECT extract(epoch FROM "finishedAt" - "startedAt")::float8 * 1000 AS ms FROM "Run"',
  )
  return median(rows.map(({ ms }) => ms))
}

/** When, in milliseconds, something first happened in each of these runs after an instant. */
async function firstEventsAfter(tenant: Tenant, runIds: string[], afterMs: number): Promise<number[]> {
  const { rows } = await tenantPool(tenant.orgId).query<{ at: Date }>(
    `SELECT min(at) AS at FROM "RunEvent" WHERE "runId" = ANY ($1) AND at > $2 GROUP BY "runId"`,
    [runIds, new Date(afterMs)],
  )
  return rows.map(({ at }) => at.getTime())
}
