import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { tenantDb } from '@/server/platform/db'
import { createSandbox } from '@/server/platform/sandbox'
import { type Admission, admitRun, childRunPort, failRun } from './port'
import {
  emptyOutbox,
  eventsOf,
  hold,
  operate,
  outbox,
  publish,
  rowOf,
  type StartedRun,
  start,
} from './testing/stage'

const sandbox = createSandbox()
let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Admission')
  for (const onLimit of ['queue', 'skip', 'cancel-oldest']) await publish(tenant, onLimit, limited(onLimit))
})

beforeEach(emptyOutbox)
afterAll(() => sandbox.close())

/** By `repo`, with an expression that a plain path does not do. */
function limited(onLimit: string, key = '${{ inputs.repo.toLowerCase() + inputs.kind }}'): string {
  return `version: 1
name: ${onLimit}
inputs: { repo: { type: string }, kind: { type: string, default: ${onLimit} } }
concurrency: { key: "${key}", limit: 1, onLimit: ${onLimit} }
steps:
  - { id: a, set: { x: 1 } }
`
}

let repos = 0

function newRepo(): string {
  repos += 1
  return `Repo-${repos}`
}

const admit = (run: Pick<StartedRun, 'orgId' | 'runId' | 'generation'>): Promise<Admission> =>
  admitRun({ sandbox }, run)

async function startIn(workflow: string, repo: string): Promise<StartedRun> {
  return start(tenant, workflow, { inputs: { repo } })
}

async function end(run: StartedRun): Promise<void> {
  await (await hold(run)).commit({ type: 'run.started' }, { type: 'run.succeeded', output: null })
}

const statusOf = async (run: StartedRun) => (await rowOf(run)).status

describe('a run of a workflow with a concurrency limit', () => {
  test('asks for its place, a run of another workflow does not', async () => {
    const run = await startIn('queue', newRepo())
    expect(await outbox('run.requested', run.runId)).toEqual([
      { runId: run.runId, generation: 1, needsPlace: true },
    ])
    const plain = await start(tenant, 'release-notes')
    expect(await outbox('run.requested', plain.runId)).toEqual([{ runId: plain.runId, generation: 1 }])
    expect(await admit(plain)).toBe('admitted')
  })

  test('starts when it has a place, however often it is asked', async () => {
    const run = await startIn('queue', newRepo())
    expect([await admit(run), await admit(run)]).toEqual(['admitted', 'admitted'])
  })

  test('waits in the order in which it was started, and is asked for again when its turn comes', async () => {
    const repo = newRepo()
    const [one, two, three] = [
      await startIn('queue', repo),
      await startIn('queue', repo.toUpperCase()),
      await startIn('queue', repo),
    ]
    expect([await admit(one), await admit(three), await admit(two)]).toEqual(['admitted', 'kept', 'kept'])
    expect(await operate(tenant, catalogue.runs.get, { run: three.runId })).toMatchObject({
      isKeptBack: true,
    })
    await emptyOutbox()
    await end(one)
    const next = (await outbox('run.requested', two.runId, three.runId))[0]
    expect(next).toEqual({ runId: two.runId, isAdmitted: true })
    expect([await admit(two), await admit(three)]).toEqual(['admitted', 'kept'])
  })

  test("of another key is in nobody's way", async () => {
    expect(await admit(await startIn('queue', newRepo()))).toBe('admitted')
    expect(await admit(await startIn('queue', newRepo()))).toBe('admitted')
  })

  test("that is cancelled while it waits ends at once, and gives nobody's place away", async () => {
    const repo = newRepo()
    const [one, two, three] = [
      await startIn('queue', repo),
      await startIn('queue', repo),
      await startIn('queue', repo),
    ]
    for (const run of [one, two, three]) await admit(run)
    await emptyOutbox()
    await operate(tenant, catalogue.runs.cancel, { runId: two.runId, reason: 'Not needed.' })
    expect(await statusOf(two)).toBe('cancelled')
    expect(await outbox('run.requested', three.runId)).toEqual([])
    await end(one)
    expect(await outbox('run.requested', two.runId, three.runId)).toEqual([
      { runId: three.runId, isAdmitted: true },
    ])
    expect(await admit(two)).toBe('kept')
  })

  test('that was cancelled before it was asked goes to the engine, which ends it', async () => {
    const run = await startIn('queue', newRepo())
    await operate(tenant, catalogue.runs.cancel, { runId: run.runId })
    expect(await admit(run)).toBe('admitted')
    expect(await tenantDb(tenant.orgId).concurrencySlot.count({ where: { runId: run.runId } })).toBe(0)
  })

  test('fails with the reason where its key cannot be told', async () => {
    const source = limited('queue', '${{ inputs.repo.nothing.at.all }}').replace(
      'name: queue',
      'name: broken-key',
    )
    await publish(tenant, 'broken-key', source)
    const run = await startIn('broken-key', newRepo())
    expect(await admit(run)).toBe('kept')
    expect(await rowOf(run)).toMatchObject({ status: 'failed', error: { code: 'expression_failed' } })
  })

  test('waits its turn again when it is resumed', async () => {
    const repo = newRepo()
    const [one, two] = [await startIn('skip', repo), await startIn('skip', repo)]
    await admit(one)
    await failRun(one, { code: 'x', message: 'x' })
    await admit(two)
    await operate(tenant, catalogue.runs.resume, { runId: one.runId })
    const resumed = { ...one, generation: 2 }
    expect(await admit(resumed)).toBe('kept')
    expect(await statusOf(one)).toBe('queued')
    await emptyOutbox()
    await end(two)
    expect(await outbox('run.requested', one.runId)).toEqual([{ runId: one.runId, isAdmitted: true }])
    expect(await admit(resumed)).toBe('admitted')
  })

  test('that another run of the same key started and waits for starts with it', async () => {
    const repo = newRepo()
    const parent = await startIn('queue', repo)
    await admit(parent)
    const caller = { ...parent, path: 'a', attempt: 1 }
    const child = await childRunPort.start(caller, { workflow: 'queue', inputs: { repo }, isDetached: false })
    if (!child.ok) throw new Error(child.message)
    expect(await outbox('run.requested', child.runId)).toEqual([
      { runId: child.runId, generation: 1, needsPlace: true },
    ])
    expect(await admit({ ...parent, runId: child.runId })).toBe('admitted')
    const detached = await childRunPort.start(
      { ...caller, path: 'b' },
      { workflow: 'queue', inputs: { repo }, isDetached: true },
    )
    if (!detached.ok) throw new Error(detached.message)
    expect(await admit({ ...parent, runId: detached.runId })).toBe('kept')
  })
})

describe('where there is no place', () => {
  test('`skip` ends the new run, and says which one holds the place', async () => {
    const repo = newRepo()
    const [one, two] = [await startIn('skip', repo), await startIn('skip', repo)]
    expect([await admit(one), await admit(two)]).toEqual(['admitted', 'kept'])
    expect(await statusOf(two)).toBe('cancelled')
    const reason = `Skipped: Run #${one.number} holds the place under this workflow's concurrency limit.`
    expect((await eventsOf(two)).at(-1)).toMatchObject({ type: 'run.cancelled', reason })
    await emptyOutbox()
    await end(one)
    expect(await outbox('run.requested', two.runId)).toEqual([])
    expect(await admit(await startIn('skip', repo))).toBe('admitted')
  })

  test('`cancel-oldest` asks the oldest run to stop, and the newest waits for its place', async () => {
    const repo = newRepo()
    const [one, two, three] = [
      await startIn('cancel-oldest', repo),
      await startIn('cancel-oldest', repo),
      await startIn('cancel-oldest', repo),
    ]
    expect(await admit(one)).toBe('admitted')
    await (await hold(one)).commit({ type: 'run.started' })
    expect(await admit(two)).toBe('kept')
    expect(await rowOf(one)).toMatchObject({ cancelRequestedAt: expect.any(Date), status: 'running' })
    expect(await admit(three)).toBe('kept')
    expect(await statusOf(two)).toBe('cancelled')
    expect(await admit(three)).toBe('kept')
    const asked = (await eventsOf(one)).filter((event) => event.type === 'run.cancelRequested')
    expect(asked).toMatchObject([{ by: null, reason: expect.stringContaining(`#${two.number}`) }])
    await emptyOutbox()
    await failRun(one, { code: 'x', message: 'x' })
    expect(await outbox('run.requested', two.runId, three.runId)).toEqual([
      { runId: three.runId, isAdmitted: true },
    ])
  })

  test('many that come at once leave one that runs and none that is lost', async () => {
    const repo = newRepo()
    const runs: StartedRun[] = []
    for (let index = 0; index < 8; index += 1) runs.push(await startIn('queue', repo))
    const answers = await Promise.all(runs.map(admit))
    expect(answers.filter((answer) => answer === 'admitted')).toHaveLength(1)
    const order: string[] = []
    for (let round = 0; round < runs.length; round += 1) {
      const held = await tenantDb(tenant.orgId).concurrencySlot.findMany({
        where: { isHeld: true, runId: { in: runs.map((run) => run.runId) } },
      })
      expect(held).toHaveLength(1)
      const run = runs.find(({ runId }) => runId === held[0]?.runId)
      if (!run) throw new Error('One of them holds the place.')
      order.push(run.runId)
      await end(run)
    }
    expect(new Set(order).size).toBe(runs.length)
    // All but the first, which came by chance, in the order in which they were started.
    expect(order.slice(1)).toEqual([...order.slice(1)].sort())
  })
})
