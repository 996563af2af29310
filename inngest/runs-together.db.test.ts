import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import {
  eventsOf,
  operate,
  publish,
  rowOf,
  type StartedRun,
  start,
} from '@/server/features/runs/testing/stage'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { tenantDb } from '@/server/platform/db'
import { startWorker, type Worker } from './worker'

let tenant: Tenant
let worker: Worker

beforeAll(async () => {
  tenant = await arrangeTenant('Together')
  worker = await startWorker()
  for (const [name, source] of Object.entries(SOURCES))
    await publish(tenant, name, `version: 1\nname: ${name}\n${source}`)
})

afterAll(() => worker.stop())

vi.setConfig({ testTimeout: 40_000 })

const SOURCES = {
  inner: `inputs: { n: { type: integer } }
steps:
  - { id: pause, wait: { for: 300ms } }
  - { id: check, assert: "inputs.n < 9" }
output: { doubled: "\${{ inputs.n * 2 }}" }
`,
  outer: `inputs: { n: { type: integer } }
steps:
  - { id: call, workflow: { use: inner, inputs: { n: "\${{ inputs.n }}" } } }
  - { id: result, set: { got: "\${{ steps.call.output.doubled }}" } }
`,
  patient: `steps:
  - { id: pause, wait: { for: 1m } }
`,
  waiter: `steps:
  - { id: call, workflow: { use: patient } }
`,
  many: `steps:
  - { id: list, code: "return Array.from({ length: 401 }, (_, index) => index)" }
  - id: each
    forEach:
      items: "\${{ steps.list.output }}"
      maxConcurrency: 100
      steps: [{ id: square, set: { n: "\${{ item * item }}" } }]
output: { count: "\${{ steps.each.output.length }}", last: "\${{ steps.each.output[400].n }}" }
`,
  listener: `inputs: { order: { type: integer } }
steps:
  - id: paid
    wait: { event: { name: order/paid, match: "event.data.order == inputs.order", timeout: 1m } }
output: { amount: "\${{ steps.paid.output.data.amount }}" }
`,
  emitter: `inputs: { order: { type: integer } }
steps:
  - { id: tell, emit: { name: order/paid, data: { order: "\${{ inputs.order }}", amount: 42 } } }
`,
  single: `concurrency: { key: everything, limit: 1 }
steps:
  - { id: work, wait: { for: 400ms } }
`,
  shared: `steps:
  - { id: work, code: "await sleep('300ms'); return 1", concurrency: { key: machine, limit: 1 } }
`,
  saga: `inputs: { fails: { type: boolean } }
steps:
  - { id: reserve, set: { seat: 7 }, undo: { set: { freed: "\${{ steps.reserve.output.seat }}" } } }
  - { id: charge, set: { amount: 5 }, undo: { set: { repaid: "\${{ steps.charge.output.amount }}" } } }
  - { id: ship, assert: "!inputs.fails" }
`,
  slow: `steps:
  - { id: first, set: { x: 1 } }
  - { id: pause, wait: { for: 3s } }
  - { id: last, set: { x: 2 } }
`,
}

async function endOf(run: Pick<StartedRun, 'orgId' | 'runId'>): Promise<Awaited<ReturnType<typeof rowOf>>> {
  return until(async () => {
    const row = await rowOf(run)
    // The column holds run statuses only, by its CHECK.
    return isRunEnded(row.status as RunStatus) ? row : undefined
  })
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(25)
  }
  throw new Error('It did not come to pass within thirty seconds.')
}

const ids = (run: StartedRun) => ({ runId: run.runId })
const statusOfStep = async (run: StartedRun, path: string) =>
  (await tenantDb(tenant.orgId).stepRun.findFirst({ where: { ...ids(run), path } }))?.status

describe('a workflow as a step', () => {
  test('gives its output to the run that waits for it', async () => {
    const run = await start(tenant, 'outer', { inputs: { n: 4 } })
    expect(await endOf(run)).toMatchObject({ status: 'succeeded', output: { got: 8 } })
    expect(await operate(tenant, catalogue.runs.children, ids(run))).toMatchObject({
      runs: [{ path: 'call', status: 'succeeded', workflow: { name: 'inner' } }],
    })
  })

  test('that fails fails the step', async () => {
    expect(await endOf(await start(tenant, 'outer', { inputs: { n: 9 } }))).toMatchObject({
      status: 'failed',
      error: { path: 'call' },
    })
  })

  test('runs anew when the run is resumed', async () => {
    const run = await start(tenant, 'outer', { inputs: { n: 9 } })
    await endOf(run)
    await operate(tenant, catalogue.runs.resume, ids(run))
    expect((await endOf(run)).status).toBe('failed')
    const { runs } = await operate<{ runs: object[] }>(tenant, catalogue.runs.children, ids(run))
    expect(runs).toMatchObject([{ status: 'failed' }, { status: 'failed' }])
  })

  test('is cancelled with the run that waits for it', async () => {
    const run = await start(tenant, 'waiter')
    const child = await until(
      async () =>
        (await tenantDb(tenant.orgId).run.findFirst({ where: { parentRunId: run.runId } })) ?? undefined,
    )
    await operate(tenant, catalogue.runs.cancel, ids(run))
    expect((await endOf(run)).status).toBe('cancelled')
    expect((await endOf({ orgId: run.orgId, runId: child.id })).status).toBe('cancelled')
  })

  test('more than two hundred items run in child runs, and their outputs come back in order', async () => {
    const run = await start(tenant, 'many')
    expect(await endOf(run)).toMatchObject({ status: 'succeeded', output: { count: 401, last: 160_000 } })
    const { runs } = await operate<{ runs: { items: { offset: number } }[] }>(
      tenant,
      catalogue.runs.children,
      ids(run),
    )
    // They are started side by side, so their numbers follow no order.
    expect(runs.map((child) => child.items).sort((a, b) => a.offset - b.offset)).toEqual([
      { offset: 0, count: 200 },
      { offset: 200, count: 200 },
      { offset: 400, count: 1 },
    ])
  })
})

describe('an event', () => {
  test('of a step ends the wait of the run that it matches, and of no other', async () => {
    const [one, two] = [
      await start(tenant, 'listener', { inputs: { order: 1 } }),
      await start(tenant, 'listener', { inputs: { order: 2 } }),
    ]
    await until(async () =>
      (await tenantDb(tenant.orgId).wait.count({ where: { eventName: 'order/paid' } })) === 2
        ? true
        : undefined,
    )
    await endOf(await start(tenant, 'emitter', { inputs: { order: 2 } }))
    expect(await endOf(two)).toMatchObject({ status: 'succeeded', output: { amount: 42 } })
    expect((await rowOf(one)).status).not.toBe('succeeded')
    await operate(tenant, catalogue.events.emit, { name: 'order/paid', data: { order: 1, amount: 7 } })
    expect(await endOf(one)).toMatchObject({ status: 'succeeded', output: { amount: 7 } })
  })
})

describe('a concurrency limit', () => {
  test('of a workflow lets one run after another run, in their order', async () => {
    const runs: StartedRun[] = []
    for (let index = 0; index < 4; index += 1) runs.push(await start(tenant, 'single'))
    const ends = await Promise.all(runs.map(endOf))
    expect(ends.map((row) => row.status)).toEqual(Array(4).fill('succeeded'))
    for (const [index, row] of ends.entries()) {
      const next = ends[index + 1]
      if (next)
        expect(next.startedAt?.getTime()).toBeGreaterThanOrEqual(row.finishedAt?.getTime() ?? Number.NaN)
    }
  })

  test('of a step lets one of them run at once in the project', async () => {
    const runs: StartedRun[] = []
    for (let index = 0; index < 4; index += 1) runs.push(await start(tenant, 'shared'))
    const ends = await Promise.all(runs.map(endOf))
    expect(ends.map((row) => row.status)).toEqual(Array(4).fill('succeeded'))
    const steps = await tenantDb(tenant.orgId).stepRun.findMany({
      where: { runId: { in: runs.map((run) => run.runId) }, path: 'work' },
      orderBy: { startedAt: 'asc' },
    })
    for (const [index, step] of steps.entries()) {
      const next = steps[index + 1]
      if (next)
        expect(next.startedAt?.getTime()).toBeGreaterThanOrEqual(step.finishedAt?.getTime() ?? Number.NaN)
    }
    expect(await tenantDb(tenant.orgId).concurrencySlot.count()).toBe(0)
  })
})

describe('people', () => {
  test('pause a run, and continue it', async () => {
    const run = await start(tenant, 'slow')
    await until(async () => ((await statusOfStep(run, 'pause')) === 'waiting' ? true : undefined))
    await operate(tenant, catalogue.runs.pause, ids(run))
    await sleep(4_000)
    expect(await statusOfStep(run, 'last')).toBeUndefined()
    await operate(tenant, catalogue.runs.continue, ids(run))
    expect((await endOf(run)).status).toBe('succeeded')
  })

  test('roll back a failed run by hand, the last step first', async () => {
    const run = await start(tenant, 'saga', { inputs: { fails: true } })
    expect((await endOf(run)).status).toBe('failed')
    await operate(tenant, catalogue.runs.rollBack, ids(run))
    expect((await endOf(run)).status).toBe('rolled_back')
    const undone = (await eventsOf(run)).flatMap((event) =>
      event.type === 'step.rolledBack' ? event.path : [],
    )
    expect(undone).toEqual(['charge', 'reserve'])
    const outputs = (await eventsOf(run)).flatMap((event) =>
      event.type === 'step.succeeded' && event.path.endsWith('.undo') ? event.output : [],
    )
    expect(outputs).toEqual([{ repaid: 5 }, { freed: 7 }])
  })

  test('replay a run from a step with other inputs: what came before does not run again', async () => {
    const old = await start(tenant, 'saga', { inputs: { fails: true } })
    await endOf(old)
    const input = { ...ids(old), from: 'ship', inputs: { fails: false } }
    const { id } = await operate<{ id: string }>(tenant, catalogue.runs.replay, input)
    const run = { ...old, runId: id }
    expect((await endOf(run)).status).toBe('succeeded')
    const startedPaths = (await eventsOf(run)).flatMap((event) =>
      event.type === 'step.started' ? event.path : [],
    )
    expect(startedPaths).toEqual(['ship'])
  })

  test('try one step of a run alone', async () => {
    const old = await start(tenant, 'outer', { inputs: { n: 3 } })
    await endOf(old)
    const { id } = await operate<{ id: string }>(tenant, catalogue.runs.tryStep, {
      ...ids(old),
      path: 'result',
    })
    const run = { ...old, runId: id }
    expect(await endOf(run)).toMatchObject({ status: 'succeeded', output: { got: 6 } })
    const startedPaths = (await eventsOf(run)).flatMap((event) =>
      event.type === 'step.started' ? event.path : [],
    )
    expect(startedPaths).toEqual(['result'])
  })

  test('try a draft without publishing it', async () => {
    const source = `version: 1\nname: slow\nsteps:\n  - { id: only, set: { drafted: true } }\n`
    expect(await endOf(await start(tenant, 'slow', { draft: { source } }))).toMatchObject({
      status: 'succeeded',
      versionNumber: null,
      output: { drafted: true },
    })
  })
})
