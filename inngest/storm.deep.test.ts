import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { ENDED_RUN_STATUSES } from '@/server/kernel/statuses'
import { systemPool } from '@/server/platform/db'
import { type DurablePostgres, startDurablePostgres } from './testing/durable-postgres'
import { publish } from './testing/golden-engine'
import { type Ledger, openLedger } from './testing/ledger'
import { mixedWorkflows } from './testing/mixed-workflows'
import { whereaboutsOf } from './testing/run-whereabouts'
import { scaled } from './testing/scaled'
import { seededRandom } from './testing/seeded-random'
import { unaccounted } from './testing/storm-ledger-proof'
import { contradictions } from './testing/storm-log-proof'
import { readRecord, type StormRecord } from './testing/storm-record'
import { type StormRun, startRuns, watchRuns } from './testing/storm-runs'
import { blow } from './testing/storm-weather'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const SIZES = {
  runs: scaled(300),
  cancels: scaled(30),
  restarts: scaled(10),
  kills: scaled(24),
  jumps: scaled(12),
}
const WORKERS = 3
/** Retries of what the storm broke wait a while; after this everything has to be over. */
const CALM_MS = 180_000

let postgres: DurablePostgres
let ledger: Ledger
let tenant: Tenant
let workers: WorkerProcess[] = []

beforeAll(async () => {
  postgres = await startDurablePostgres()
  Object.assign(process.env, postgres.environment)
  ledger = await openLedger(300)
  tenant = await arrangeTenant('Storm')
  workers = Array.from({ length: WORKERS }, () => createWorkerProcess({ allowedHosts: ledger.host }))
  for (const worker of workers) await worker.start()
}, 300_000)

afterAll(async () => {
  for (const worker of workers) {
    await worker.kill()
    worker.remove()
  }
  await ledger?.close()
  await postgres?.remove()
}, 60_000)

test(`${SIZES.runs} mixed runs end as they should while workers are killed, Postgres goes away, and clocks are wrong; each finished step is done once`, async () => {
  const random = seededRandom()
  console.log(`PAWL_TEST_SEED=${random.seed}`)
  const workflows = mixedWorkflows(ledger.url)
  for (const { name, source } of workflows) await publish(tenant, name, source)

  let isOver = false
  const storm = Promise.all([
    startRuns(tenant, workflows, SIZES, random),
    blow({ random, sizes: SIZES, postgres, workers }),
  ]).finally(() => {
    isOver = true
  })
  const [[runs], closedAt] = await Promise.all([storm, watchRuns(tenant, ledger, () => isOver, CALM_MS)])

  expect(workers.flatMap((worker) => worker.failures())).toEqual([])
  const record = await readRecord(tenant.orgId)
  for (const run of record.runs.filter(({ status }) => !isEnded(status)).slice(0, 5))
    console.log(`${run.id} has not ended: ${await whereaboutsOf(tenant.orgId, run.id)}`)
  expect(unexpectedEnds(runs, record)).toEqual([])
  expect(contradictions(record)).toEqual([])
  expect(unaccounted(record, ledger.entries, closedAt)).toEqual([])
  expect(await leftInEngine()).toEqual([])
  tell(record)
}, 600_000)

function isEnded(status: string): boolean {
  return ENDED_RUN_STATUSES.some((ended) => ended === status)
}

/** Of the runs that were started, and that those started. */
function unexpectedEnds(started: readonly StormRun[], { runs, events }: StormRecord): string[] {
  const endings = new Map(started.map(({ id, endings }) => [id, endings]))
  const known = new Set(runs.map(({ id }) => id))
  const lost = started.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is lost`)
  const unexpected = runs.flatMap(({ id, status, error }) => {
    const allowed: readonly string[] = endings.get(id) ?? ['succeeded', 'cancelled']
    if (allowed.includes(status)) return []
    const last = events.findLast(({ runId }) => runId === id)
    return [`${id} is ${status} (${JSON.stringify(error)}) after ${JSON.stringify(last)}, not ${allowed}`]
  })
  return [...lost, ...unexpected]
}

/** Calls that the engine still means to make for runs, runs that it has given up, or has made twice. */
async function leftInEngine(): Promise<string[]> {
  const { rows } = await systemPool().query<{ fault: string }>(`
    WITH run AS (
      SELECT r.id, r.status, e.payload::json->'data'->>'runId' AS of FROM engine.runs r
        JOIN engine.events e ON e.id = r.event_id WHERE r.function_id = 'pawl-run-workflow'
    )
    SELECT format('%s of %s is %s', id, of, status) AS fault FROM run WHERE status <> 'completed'
    UNION ALL SELECT format('%s was run %s times', of, count(*)) FROM run GROUP BY of HAVING count(*) > 1
    UNION ALL SELECT format('the wait %s of %s is left', step_id, run_id) FROM engine.waits WHERE run_id IN (SELECT id FROM run)
    UNION ALL SELECT format('a call of %s is left', run_id) FROM engine.queue WHERE run_id IN (SELECT id FROM run)`)
  return rows.map(({ fault }) => fault)
}

function tell({ runs, steps, events }: StormRecord): void {
  const interrupted = events.filter(({ type }) => type === 'step.interrupted').length
  const callers = steps.filter(({ kind }) => kind === 'http').length
  console.log(
    `${runs.length} runs, ${SIZES.kills} kills, ${SIZES.restarts} restarts of Postgres, ${SIZES.jumps} jumps: ` +
      `${steps.length} steps, ${interrupted} attempts interrupted, ` +
      `${ledger.entries.length} calls of ${callers} steps`,
  )
}
