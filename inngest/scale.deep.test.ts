import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { isRunEnded } from '@/server/kernel/statuses'
import { tenantPool } from '@/server/platform/db'
import { call, idOf, publish, statusOf } from './testing/golden-engine'
import { startWorker, type Worker } from './worker'

const STEPS = 1_000
const ITEMS = 10_000
const MIB = 1024 * 1024
/** How much a process may grow that has run all of this; the data alone is a few MiB. */
const MOST_GROWTH_MIB = 400
const LONGEST_MS = 540_000

let tenant: Tenant
let worker: Worker

beforeAll(async () => {
  tenant = await arrangeTenant('Scale')
  worker = await startWorker()
}, 120_000)

afterAll(() => worker?.stop())

test(`${STEPS} steps in a row finish, and the last cost what the first did`, async () => {
  const steps = Array.from(
    { length: STEPS },
    (_, n) => `  - { id: s${n}, set: { n: "\${{ ${n === 0 ? '0' : `steps.s${n - 1}.output.n`} + 1 }}" } }\n`,
  )
  await publish(tenant, 'long', `version: 1\nname: long\nsteps:\n${steps.join('')}`)
  const before = usedMib()
  const runId = await runToTheEnd('long')
  expect(await outputOf(runId)).toEqual({ n: STEPS })
  const ends = await endsOf([runId])
  expect(ends).toHaveLength(STEPS)
  const [first, last] = [costOf(ends.slice(0, 100)), costOf(ends.slice(-100))]
  tell(`${STEPS} steps in a row`, { first, last, before })
  // Each step costs a commit or two, whatever came before; a cost that grows with the run would be far above this.
  expect(last / first).toBeLessThan(5)
  expect(usedMib() - before).toBeLessThan(MOST_GROWTH_MIB)
})

test(`a forEach of ${ITEMS} items finishes, and the last cost what the first did`, async () => {
  const source = `version: 1
name: sweep
steps:
  - { id: numbers, code: "return Array.from({ length: ${ITEMS} }, (_, n) => n)" }
  - id: sweep
    forEach:
      items: "\${{ steps.numbers.output }}"
      maxConcurrency: 100
      steps: [{ id: twice, set: { n: "\${{ item * 2 }}" } }]
  - id: told
    code: |
      const all = steps.sweep.output
      return { count: all.length, inOrder: all.every(({ n }, index) => n === 2 * index) }
`
  await publish(tenant, 'sweep', source)
  const before = usedMib()
  const runId = await runToTheEnd('sweep')
  expect(await outputOf(runId)).toEqual({ count: ITEMS, inOrder: true })
  const ends = await endsOf([runId, ...(await childrenOf(runId))], 'twice')
  expect(ends).toHaveLength(ITEMS)
  const [first, last] = [costOf(ends.slice(0, 100)), costOf(ends.slice(-100))]
  tell(`a forEach of ${ITEMS} items`, { first, last, before })
  expect(usedMib() - before).toBeLessThan(MOST_GROWTH_MIB)
})

async function runToTheEnd(workflow: string): Promise<string> {
  const runId = idOf(await call(tenant, catalogue.runs.start, { workflow, inputs: {} }))
  const until = Date.now() + LONGEST_MS
  while (!isRunEnded(await statusOf(tenant, runId))) {
    if (Date.now() > until) throw new Error(`The run of ${workflow} is ${await statusOf(tenant, runId)}.`)
    await sleep(500)
  }
  expect(await statusOf(tenant, runId)).toBe('succeeded')
  return runId
}

async function outputOf(runId: string): Promise<unknown> {
  const { output } = (await call(tenant, catalogue.runs.get, { run: runId })) as { output: unknown } // its output schema
  return output
}

async function childrenOf(runId: string): Promise<string[]> {
  const { rows } = await tenantPool(tenant.orgId).query<{ id: string }>(
    'SELECT id FROM "Run" WHERE "parentRunId" = $1',
    [runId],
  )
  return rows.map(({ id }) => id)
}

/** When steps succeeded, in milliseconds, in their order. */
async function endsOf(runIds: string[], stepId?: string): Promise<number[]> {
  const { rows } = await tenantPool(tenant.orgId).query<{ at: Date; path: string }>(
    `SELECT at, path FROM "RunEvent" WHERE "runId" = ANY ($1) AND type = 'step.succeeded' ORDER BY at`,
    [runIds],
  )
  return rows
    .filter(({ path }) => stepId === undefined || path.endsWith(`.${stepId}`))
    .map(({ at }) => at.getTime())
}

/** Milliseconds for each of these. */
function costOf(ends: readonly number[]): number {
  return Math.max(1, (ends.at(-1) ?? 0) - (ends[0] ?? 0)) / ends.length
}

function usedMib(): number {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / MIB)
}

function tell(what: string, { first, last, before }: { first: number; last: number; before: number }): void {
  const per = (cost: number) => `${cost.toFixed(2)} ms`
  console.log(
    `${what}: ${per(first)} a step for the first 100, ${per(last)} for the last 100; ${before} MiB before, ${usedMib()} MiB after`,
  )
}
