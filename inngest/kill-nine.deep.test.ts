import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { execute } from '@/server/operations'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { type AppProcess, createApp } from './testing/app-process'
import { type Ledger, openLedger } from './testing/ledger'
import { mixedWorkflows } from './testing/mixed-workflows'

const RUNS = 100
const KILLS = 12
const PORT = 20_000 + Math.floor(Math.random() * 10_000)

let ledger: Ledger
let app: AppProcess
let tenant: Tenant

beforeAll(async () => {
  ledger = await openLedger(300)
  tenant = await arrangeTenant('Deep')
  app = createApp({ port: PORT, allowedHosts: ledger.host })
  await app.start()
}, 300_000)

afterAll(async () => {
  await app.kill()
  app.remove()
  await ledger.close()
})

test('kill -9 at random instants during 100 mixed runs: all end as they should, no finished step runs again', async () => {
  const workflows = mixedWorkflows(ledger.url)
  for (const { name, source } of workflows) await publish(name, source)
  const expected = new Map<string, RunStatus>()
  for (let index = 0; index < RUNS; index += 1) {
    const workflow = workflows[index % workflows.length]
    if (!workflow) throw new Error('There are no workflows to mix.')
    expected.set(await start(workflow.name), workflow.endsAs)
  }

  const approving = approveUntilEnded()
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(300 + Math.random() * 2_500)
    await app.kill()
    await app.start()
  }
  await approving

  const runs = await tenantDb(tenant.orgId).run.findMany({ select: { id: true, status: true } })
  expect(new Map(runs.map((run) => [run.id, run.status]))).toEqual(expected)
  const finishes = await finishedSteps()
  const repeated = ledger.entries.filter(
    (entry) => entry.at > (finishes.get(entry.key) ?? Number.POSITIVE_INFINITY),
  )
  expect(repeated).toEqual([])
  const called = new Set(ledger.entries.map((entry) => entry.key))
  expect([...finishes.keys()].filter((key) => key.includes(':') && !called.has(key) && isCall(key))).toEqual(
    [],
  )
  const again = ledger.entries.length - called.size
  console.log(
    `${RUNS} runs, ${KILLS} kills, ${called.size} steps called, ${again} calls repeated by interrupted steps`,
  )
})

async function publish(name: string, source: string): Promise<void> {
  const { projectId, owner } = tenant
  // `workflows.create` answers with the id of the workflow it made.
  const { id } = (await execute(catalogue.workflows.create, owner, { projectId, name, source })) as {
    id: string
  }
  await execute(catalogue.workflows.publish, owner, { projectId, workflowId: id, source })
}

async function start(workflow: string): Promise<string> {
  const input = { projectId: tenant.projectId, workflow, inputs: {} }
  // `runs.start` answers with the id of the run it made.
  return ((await execute(catalogue.runs.start, tenant.owner, input)) as { id: string }).id
}

/** Decides whatever waits, until every run ended. */
async function approveUntilEnded(): Promise<void> {
  const db = tenantDb(tenant.orgId)
  const until = Date.now() + 240_000
  for (;;) {
    const pending = await db.approval.findMany({ where: { status: 'pending' }, select: { id: true } })
    for (const { id } of pending) await approve(id)
    const runs = await db.run.findMany({ select: { status: true } })
    // The column holds run statuses only, by its CHECK.
    if (runs.length === RUNS && runs.every((run) => isRunEnded(run.status as RunStatus))) return
    if (Date.now() > until) return
    await sleep(200)
  }
}

async function approve(approvalId: string): Promise<void> {
  const input = { projectId: tenant.projectId, approvalId, verdict: 'approve' }
  await execute(catalogue.approvals.decide, tenant.owner, input)
}

/** When each step of each run succeeded, by idempotency key; each must have succeeded once. */
async function finishedSteps(): Promise<Map<string, number>> {
  const { rows } = await tenantPool(tenant.orgId).query<{ runId: string; path: string; at: Date }>(
    `SELECT "runId", path, at FROM "RunEvent" WHERE type = $1`,
    ['step.succeeded' satisfies LoggedRunEvent['type']],
  )
  const finishes = new Map<string, number>()
  for (const { runId, path, at } of rows) {
    const key = `${runId}:${path}`
    expect(finishes.has(key), `${key} succeeded twice`).toBe(false)
    finishes.set(key, at.getTime())
  }
  return finishes
}

/** Steps that call the ledger; containers, waits, gates and checks do not. */
function isCall(key: string): boolean {
  const id = key.slice(key.lastIndexOf('.') + 1).replace(/^.*:/, '')
  return !['fan', 'each', 'gate', 'total', 'check', 'pause', 'pause-left', 'pause-middle'].includes(id)
}
