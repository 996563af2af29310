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
import { superuserUrl } from './testing/test-database'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const RUNS = scaled(1_000)
/** What a dead process held goes on elsewhere after this; a second more for how often others look. */
const TAKEOVER_WITHIN_MS = 5_000 + 1_000
/** On a machine so busy that processes come to their heartbeats late. */
const TAKEOVER_AT_LATEST_MS = 15_000
const ALL_END_WITHIN_MS = 180_000

let ledger: Ledger
let tenant: Tenant
let workers: WorkerProcess[] = []

beforeAll(async () => {
  ledger = await openLedger(100)
  tenant = await arrangeTenant('Shared')
  workers = [1, 2].map(() => createWorkerProcess({ allowedHosts: ledger.host }))
  await publish(tenant, 'work', sourceOf(ledger.url))
}, 120_000)

afterAll(async () => {
  for (const worker of workers) {
    await worker.kill()
    worker.remove()
  }
  await ledger?.close()
})

test(`two processes share ${RUNS} runs; each is killed in turn, the other takes over within seconds, all finish`, async () => {
  const first = idOf(await call(tenant, catalogue.runs.start, { workflow: 'work', inputs: {} }))
  await copyRun(superuserUrl(), first, { from: 1, count: RUNS - 1 })
  await Promise.all(workers.map((worker) => worker.start()))
  const pids = workers.map((worker) => worker.pid())
  const seen = await untilEnded(RUNS / 3)
  expect(pids.filter((pid) => seen.has(pid))).toEqual(pids)

  const [one, other] = workers
  if (!one || !other) throw new Error('There are two workers.')
  const firstKill = await kill(one)
  await one.start()
  await untilEnded((2 * RUNS) / 3)
  const secondKill = await kill(other)
  await untilEnded(RUNS)

  const takeoversMs = [await takeoverOf(firstKill), await takeoverOf(secondKill)]
  expect(Math.max(...takeoversMs)).toBeLessThan(TAKEOVER_AT_LATEST_MS)
  expect(Math.min(...takeoversMs)).toBeLessThan(TAKEOVER_WITHIN_MS)
  const record = await readRecord(tenant.orgId)
  expect(record.runs.filter(({ status }) => status !== 'succeeded')).toEqual([])
  expect(record.runs).toHaveLength(RUNS)
  expect(contradictions(record)).toEqual([])
  expect(unaccounted(record, ledger.entries, new Map())).toEqual([])
  expect(workers.flatMap((worker) => worker.failures())).toEqual([])
})

interface Kill {
  atMs: number
  /** After how long nothing was in the name of the dead process any more. */
  freedAfterMs: number
  /** The runs that were under way in the process. */
  orphans: string[]
}

async function kill(worker: WorkerProcess): Promise<Kill> {
  const pid = worker.pid()
  while ((await runsHeldBy(pid)).length === 0) await sleep(5)
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

/**
 * When, in milliseconds after the kill, the first run went on that the process had had under way. The others follow
 * as the process that is left has places for them.
 */
async function takeoverOf({ atMs, orphans, freedAfterMs }: Kill): Promise<number> {
  // Those that had ended when their process died have nothing to go on with.
  const goneOn = (await firstEventsAfter(orphans, atMs)).map((eventAtMs) => eventAtMs - atMs)
  expect(goneOn.length).toBeGreaterThan(0)
  const [soonest, latest] = [Math.min(...goneOn), Math.max(...goneOn)]
  console.log(
    `${orphans.length} runs were under way in the process that was killed; free after ${freedAfterMs} ms, ` +
      `${goneOn.length} went on after ${soonest} to ${latest} ms`,
  )
  return Math.max(soonest, freedAfterMs)
}

function sourceOf(url: string): string {
  const step = (id: string) => `  - id: ${id}
    http: { method: POST, url: "${url}/${id}" }
    retry: { attempts: 10, backoff: fixed, delay: 200ms }
`
  return `version: 1\nname: work\nsteps:\n${['a', 'b', 'c', 'd'].map(step).join('')}`
}

/** Until so many runs have ended; the processes that were seen at work until then. */
async function untilEnded(count: number): Promise<Set<number>> {
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

/** When, in milliseconds, something first happened in each of these runs after an instant. */
async function firstEventsAfter(runIds: string[], afterMs: number): Promise<number[]> {
  const { rows } = await tenantPool(tenant.orgId).query<{ at: Date }>(
    `SELECT min(at) AS at FROM "RunEvent" WHERE "runId" = ANY ($1) AND at > $2 GROUP BY "runId"`,
    [runIds, new Date(afterMs)],
  )
  return rows.map(({ at }) => at.getTime())
}
