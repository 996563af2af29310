import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { isRunEnded } from '@/server/kernel/statuses'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { copyRun } from './testing/copy-runs'
import { call, idOf, publish, statusOf } from './testing/golden-engine'
import { scaled } from './testing/scaled'
import { median, superuserUrl } from './testing/test-database'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const CROWD = scaled(10_000)
const GUESTS = scaled(20)
/** How many of the crowd's runs may end between the start and the end of a guest's: those under way, and a few. */
const MOST_BEFORE_A_GUEST = 500
/** Mostly it is fewer than are under way (51): step by step a guest does not queue behind each of them either. */
const USUAL_BEFORE_A_GUEST = 35
const SOURCE = `version: 1
name: short
steps: [${['one', 'two', 'three'].map((id) => `{ id: ${id}, set: { n: 1 } }`).join(', ')}]
`

let crowd: Tenant
let guest: Tenant
let worker: WorkerProcess

beforeAll(async () => {
  crowd = await arrangeTenant('Crowd')
  guest = await arrangeTenant('Guest')
  worker = createWorkerProcess({ allowedHosts: '' })
  for (const tenant of [crowd, guest]) await publish(tenant, 'short', SOURCE)
}, 120_000)

afterAll(async () => {
  await worker?.kill()
  worker?.remove()
})

test(`one run of an organization ends while ${CROWD} of another one's, which were first, still go on`, async () => {
  await worker.start()
  await runAsGuest() // the first of a process takes longer
  const alone = await guests(() => runAsGuest())
  await worker.kill()

  const first = idOf(await call(crowd, catalogue.runs.start, { workflow: 'short', inputs: {} }))
  await copyRun(superuserUrl(), first, { from: 1, count: CROWD - 1 })
  await worker.start()
  await untilCrowdEnded(1)
  const overtakenBy: number[] = []
  const among = await guests(async () => {
    const before = await endedInCrowd()
    const latencyMs = await runAsGuest()
    const after = await endedInCrowd()
    expect(after).toBeLessThan(CROWD)
    expect(after - before).toBeLessThan(MOST_BEFORE_A_GUEST)
    overtakenBy.push(after - before)
    return latencyMs
  })
  expect(median(overtakenBy)).toBeLessThan(USUAL_BEFORE_A_GUEST)
  const ended = await endedInCrowd()
  const [quietMs, busyMs] = [median(alone), median(among)]
  console.log(
    `A run alone: ${quietMs} ms; among ${CROWD} of another organization: ${busyMs} ms ` +
      `(${(busyMs / quietMs).toFixed(1)} times), at most ${Math.max(...among)} ms; ` +
      `meanwhile ${median(overtakenBy)} of those ended, ${ended} in all`,
  )
})

async function guests(once: () => Promise<number>): Promise<number[]> {
  const latenciesMs: number[] = []
  for (let nth = 0; nth < GUESTS; nth += 1) {
    latenciesMs.push(await once())
    await sleep(50)
  }
  return latenciesMs
}

/** From its start to its end, in milliseconds. */
async function runAsGuest(): Promise<number> {
  const runId = idOf(await call(guest, catalogue.runs.start, { workflow: 'short', inputs: {} }))
  for (const until = Date.now() + 60_000; ; ) {
    const status = await statusOf(guest, runId)
    if (isRunEnded(status)) break
    if (Date.now() > until) throw new Error(`The guest's run is still ${status}.`)
    await sleep(5)
  }
  const { status, createdAt, finishedAt } = await tenantDb(guest.orgId).run.findUniqueOrThrow({
    where: { id: runId },
    select: { status: true, createdAt: true, finishedAt: true },
  })
  expect(status).toBe('succeeded')
  return (finishedAt?.getTime() ?? Number.NaN) - createdAt.getTime()
}

async function endedInCrowd(): Promise<number> {
  const { rows } = await tenantPool(crowd.orgId).query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Run" WHERE status = 'succeeded'`,
  )
  return rows[0]?.count ?? 0
}

async function untilCrowdEnded(count: number): Promise<void> {
  for (const until = Date.now() + 60_000; (await endedInCrowd()) < count; await sleep(20))
    if (Date.now() > until) throw new Error(`Fewer than ${count} of the crowd's runs ended.`)
}
