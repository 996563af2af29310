import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { systemPool, tenantPool } from '@/server/platform/db'
import { withClient } from '../scripts/roles.mjs'
import { copyRun } from './testing/copy-runs'
import { call, idOf, publish, statusOf } from './testing/golden-engine'
import { scaled } from './testing/scaled'
import { median, superuserUrl } from './testing/test-database'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const WAITING = scaled(100_000)
const BUSY_RUNS = scaled(400)
const AT_ONCE = 50
const SINGLE_RUNS = 30
const TIMERS = 10
const MIB = 1024 * 1024
/** Less than 100 bytes for each run that waits: nothing is kept of them. */
const MOST_GROWTH_MIB = 10
const MOST_CONNECTIONS_MORE = 5
/** Far above what differs from one measurement to the next on a busy machine. */
const MOST_SLOWDOWN = 2
/** How late a timer may be that nobody was told of: the poll finds it. */
const LATEST_MS = 2_000
const WORKFLOWS = {
  timer: `version: 1\nname: timer\nsteps:\n  - { id: nap, wait: { for: 3h } }\n  - { id: after, set: { n: 1 } }\n`,
  gate: `version: 1\nname: gate\nsteps:\n  - { id: gate, approval: { title: Go on? } }\n  - { id: after, set: { n: 1 } }\n`,
  busy: `version: 1\nname: busy\nsteps: [${['a', 'b', 'c', 'd', 'e'].map((id) => `{ id: ${id}, set: { n: 1 } }`).join(', ')}]\n`,
}

interface Measured {
  runsPerSecond: number
  firstStepMs: number
  heapMib: number
  rssMib: number
  connections: number
}

let tenant: Tenant
let worker: WorkerProcess

beforeAll(async () => {
  tenant = await arrangeTenant('Waiting')
  worker = createWorkerProcess({ allowedHosts: '' })
  for (const [name, source] of Object.entries(WORKFLOWS)) await publish(tenant, name, source)
}, 120_000)

afterAll(async () => {
  await worker?.kill()
  worker?.remove()
})

test(`${WAITING} waiting runs cost no memory and no connection, do not slow the queue, and wake when it is time`, async () => {
  await worker.start()
  const without = await measure()
  const [timers, gates] = await arrangeWaiting()
  await worker.start()
  const among = await measure()
  tell({ without, among })
  expect(among.heapMib - without.heapMib).toBeLessThan(MOST_GROWTH_MIB)
  expect(among.connections - without.connections).toBeLessThanOrEqual(MOST_CONNECTIONS_MORE)
  expect(without.runsPerSecond / among.runsPerSecond).toBeLessThan(MOST_SLOWDOWN)
  expect(among.firstStepMs / without.firstStepMs).toBeLessThan(MOST_SLOWDOWN)

  await expectTimersOnTime(timers.slice(-TIMERS))
  await expectDecisionWakes(gates[0])
  expect(await countWaiting()).toBe(WAITING - TIMERS - 1)
})

async function arrangeWaiting(): Promise<[timers: string[], gates: string[]]> {
  const timer = await startUntil('timer', 'waiting')
  const gate = await startUntil('gate', 'waiting')
  await untilEngineWaits(2)
  await worker.kill()
  const count = Math.floor(WAITING / 2) - 1
  const timers = await copyRun(superuserUrl(), timer, { from: 1, count })
  const gates = await copyRun(superuserUrl(), gate, { from: count + 1, count })
  // As the database does by itself within a minute.
  await withClient(superuserUrl(), (sql) => sql.query('ANALYZE'))
  return [
    [timer, ...timers],
    [gate, ...gates],
  ]
}

async function measure(): Promise<Measured> {
  for (let nth = 0; nth < SINGLE_RUNS; nth += 1) await startUntil('busy', 'succeeded')
  const single: number[] = []
  for (let nth = 0; nth < SINGLE_RUNS; nth += 1)
    single.push(await firstStepAfterMs(await startUntil('busy', 'succeeded')))
  const startedAt = performance.now()
  let left = BUSY_RUNS
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await startUntil('busy', 'succeeded')
    }),
  )
  const tookMs = performance.now() - startedAt
  const { heapBytes, rssBytes } = await worker.memory()
  return {
    runsPerSecond: (1_000 * BUSY_RUNS) / tookMs,
    firstStepMs: median(single),
    heapMib: heapBytes / MIB,
    rssMib: rssBytes / MIB,
    connections: await countConnections(),
  }
}

async function startUntil(workflow: keyof typeof WORKFLOWS, wanted: string): Promise<string> {
  const runId = idOf(await call(tenant, catalogue.runs.start, { workflow, inputs: {} }))
  await untilStatus(runId, wanted)
  return runId
}

async function untilStatus(runId: string, wanted: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; await sleep(10)) {
    const status = await statusOf(tenant, runId)
    if (status === wanted) return
    if (Date.now() > until) throw new Error(`The run ${runId} is ${status}, not ${wanted}.`)
  }
}

async function untilEngineWaits(count: number): Promise<void> {
  for (const until = Date.now() + 30_000; ; await sleep(20)) {
    const { rows } = await systemPool().query<{ isSo: boolean }>(
      `SELECT (SELECT count(*) FROM engine.waits) = $1 AND NOT EXISTS (SELECT FROM "OutboxEntry") AS "isSo"`,
      [count],
    )
    if (rows[0]?.isSo) return
    if (Date.now() > until) throw new Error(`The engine does not hold ${count} waits.`)
  }
}

async function firstStepAfterMs(runId: string): Promise<number> {
  const { rows } = await tenantPool(tenant.orgId).query<{ ms: number }>(
    `SELECT (extract(epoch FROM min(at) FILTER (WHERE type = 'step.started') - min(at)) * 1000)::float8 AS ms
       FROM "RunEvent" WHERE "runId" = $1`,
    [runId],
  )
  return rows[0]?.ms ?? Number.NaN
}

async function countConnections(): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()',
  )
  return rows[0]?.count ?? 0
}

async function countWaiting(): Promise<number> {
  const { rows } = await tenantPool(tenant.orgId).query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Run" WHERE status = 'waiting'`,
  )
  return rows[0]?.count ?? 0
}

/** Moves the due time of these timers to a moment from now, wherever it stands, and sees them end then. */
async function expectTimersOnTime(runIds: string[]): Promise<void> {
  const { rows } = await withClient(superuserUrl(), async (sql) => {
    const moved = await sql.query<{ runId: string; dueAt: Date }>(
      `UPDATE "Wait" SET "dueAt" = date_trunc('milliseconds', now()) + interval '3 s' WHERE "runId" = ANY ($1)
       RETURNING "runId", "dueAt"`,
      [runIds],
    )
    await sql.query(
      `UPDATE engine.waits w SET due_at = p."dueAt" FROM "Wait" p, engine.runs r, engine.events e
        WHERE p."runId" = ANY ($1) AND e.dedupe_key = p."runId" || ':1' AND r.event_id = e.id AND w.run_id = r.id`,
      [runIds],
    )
    return moved
  })
  expect(rows).toHaveLength(TIMERS)
  const lateMs: number[] = []
  for (const { runId, dueAt } of rows) {
    await untilStatus(runId, 'succeeded')
    const woken = await tenantPool(tenant.orgId).query<{ at: Date }>(
      `SELECT at FROM "RunEvent" WHERE "runId" = $1 AND type = 'step.succeeded' AND path = 'nap'`,
      [runId],
    )
    lateMs.push((woken.rows[0]?.at.getTime() ?? Number.NaN) - dueAt.getTime())
  }
  console.log(`${TIMERS} timers among them ended ${Math.min(...lateMs)} to ${Math.max(...lateMs)} ms late`)
  expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...lateMs)).toBeLessThan(LATEST_MS)
}

async function expectDecisionWakes(runId: string | undefined): Promise<void> {
  const { rows } = await tenantPool(tenant.orgId).query<{ id: string }>(
    'SELECT id FROM "Approval" WHERE "runId" = $1',
    [runId],
  )
  const approvalId = rows[0]?.id
  await call(tenant, catalogue.approvals.decide, { approvalId, verdict: 'approve' })
  await untilStatus(runId ?? '', 'succeeded')
}

function tell(measured: { without: Measured; among: Measured }): void {
  for (const [name, { runsPerSecond, firstStepMs, heapMib, rssMib, connections }] of Object.entries(measured))
    console.log(
      `${name === 'among' ? `Among ${WAITING} waiting runs` : 'Without waiting runs'}: ` +
        `${runsPerSecond.toFixed(0)} runs a second, first step after ${firstStepMs.toFixed(0)} ms, ` +
        `heap ${heapMib.toFixed(1)} MiB, resident ${rssMib.toFixed(0)} MiB, ${connections} connections`,
    )
}
