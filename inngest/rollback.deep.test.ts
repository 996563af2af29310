import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { isRunEnded } from '@/server/kernel/statuses'

import { call, idOf, logOf, publish, statusOf } from './testing/golden-engine'
import { type Ledger, openLedger } from './testing/ledger'
import { unaccounted } from './testing/storm-ledger-proof'
import { contradictions } from './testing/storm-log-proof'
import { readRecord } from './testing/storm-record'
import { createWorkerProcess, type WorkerProcess } from './testing/worker-process'

const RUNS = 12
const KILLS = 8
const STEPS = ['a', 'b', 'c', 'd', 'e', 'f']

let ledger: Ledger
let app: WorkerProcess
let tenant: Tenant

beforeAll(async () => {
  ledger = await openLedger(400)
  tenant = await arrangeTenant('Rollback')
  app = createWorkerProcess({ allowedHosts: ledger.host })
  await app.start()
}, 300_000)

afterAll(async () => {
  await app?.kill()
  app?.remove()
  await ledger?.close()
})

test('kill -9 between undo steps: each rollback finishes, in reverse, and undoes no step again that is undone', async () => {
  await publish(tenant, 'saga', sagaOf(ledger.url))
  const runIds: string[] = []
  for (let run = 0; run < RUNS; run += 1)
    runIds.push(idOf(await call(tenant, catalogue.runs.start, { workflow: 'saga', inputs: {} })))
  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMoreUndone(kill * 8)
    await app.kill()
    await app.start()
  }
  for (const runId of runIds) expect(await endOf(runId)).toBe('rolled_back')
  for (const runId of runIds) await expectUndoneInReverse(runId)
  const record = await readRecord(tenant.orgId)
  expect(contradictions(record)).toEqual([])
  expect(unaccounted(record, ledger.entries, new Map())).toEqual([])
  const undone = ledger.entries.filter(({ key }) => key.endsWith('.undo'))
  const steps = new Set(undone.map(({ key }) => key)).size
  console.log(
    `${RUNS} rollbacks, ${KILLS} kills, ${steps} undo steps, ${undone.length - steps} calls repeated by interrupted ones`,
  )
})

/** Fails at its end, whereupon each of its steps is undone. */
function sagaOf(url: string): string {
  const step = (id: string) => `  - id: ${id}
    http: { method: POST, url: "${url}/${id}" }
    retry: { attempts: 10, backoff: fixed, delay: 200ms }
    undo: { http: { method: DELETE, url: "${url}/${id}" }, retry: { attempts: 10, backoff: fixed, delay: 200ms } }
`
  return `version: 1\nname: saga\nrollback: onFailure\nsteps:\n${STEPS.map(step).join('')}  - { id: broken, fail: Take it back. }\n`
}

/** So that each kill falls between the first undo and the last. */
async function untilMoreUndone(count: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (ledger.entries.filter(({ key }) => key.endsWith('.undo')).length > count) return
    await sleep(50)
  }
  throw new Error(`No more than ${count} undo steps began.`)
}

async function endOf(runId: string): Promise<string> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const status = await statusOf(tenant, runId)
    if (isRunEnded(status)) return status
    await sleep(100)
  }
  return `${await statusOf(tenant, runId)} after ${JSON.stringify((await logOf(tenant, runId)).at(-1))}`
}

async function expectUndoneInReverse(runId: string): Promise<void> {
  const log = await logOf(tenant, runId)
  const undone = log.flatMap((event) => (event.type === 'step.rolledBack' ? [event.path] : []))
  expect(undone).toEqual([...STEPS].reverse())
  for (const path of STEPS)
    expect(
      ledger.entries.some(({ key }) => key === `${runId}:${path}.undo`),
      `${path} was undone outside`,
    ).toBe(true)
}
