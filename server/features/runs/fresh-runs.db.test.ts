import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { LeaseLost } from '@/server/language/contracts'
import { tenantPool } from '@/server/platform/db'
import { workHere } from './begin-here'
import { queuedRow } from './create-run'
import { rememberFresh } from './fresh-runs'
import { hold, operate, publish, type StartedRun, start, store } from './testing/stage'

let tenant: Tenant
let stopWorking: () => void

beforeAll(async () => {
  tenant = await arrangeTenant('Fresh')
  await publish(
    tenant,
    'plain',
    'version: 1\nname: plain\ninputs:\n  who: { type: string }\nsteps:\n  - { id: a, set: { x: 1 } }\n',
  )
})

afterEach(() => stopWorking())

/** As a process does that works on runs. */
async function startHere(): Promise<StartedRun> {
  stopWorking = workHere({ begin: () => false })
  return start(tenant, 'plain', { inputs: { who: 'Ada' } })
}

/** As another process does: only the first one here has it from memory. */
const holdElsewhere = hold

const begin = { type: 'run.started' } as const

test('a run that was started here is begun without reading it, as if it had been read', async () => {
  const run = await startHere()
  const here = await hold(run)
  const there = await holdElsewhere(run)
  const { url, ...snapshot } = here.snapshot
  expect({ ...snapshot, url }).toEqual(there.snapshot)
})

test('its lease is taken by the first commit, and held from then on', async () => {
  const run = await startHere()
  const held = await hold(run)
  expect(await store.heartbeat(held.lease)).toEqual({ stop: 'none', isPaused: false, woken: false })
  await held.commit(begin)
  expect((await store.acquire(run)).kind).toBe('busy')
  expect(await store.heartbeat(held.lease)).toMatchObject({ stop: 'none' })
  await held.commit({ type: 'run.succeeded', output: null })
  expect((await store.acquire(run)).kind).toBe('ended')
})

test('whoever was first elsewhere keeps it', async () => {
  const run = await startHere()
  const here = await hold(run)
  const there = await holdElsewhere(run)
  await expect(here.commit(begin)).rejects.toThrow(LeaseLost)
  await there.commit(begin, { type: 'run.succeeded', output: null })
})

test('what is asked of it before it begins is heeded', async () => {
  for (const asked of ['cancel', 'pause'] as const) {
    const run = await startHere()
    const here = await hold(run)
    await operate(tenant, catalogue.runs[asked], { runId: run.runId })
    await expect(here.commit(begin)).rejects.toThrow(LeaseLost)
    const again = await hold(run)
    expect(again.snapshot).toMatchObject(asked === 'cancel' ? { stop: 'cancel' } : { isPaused: true })
  }
})

test('who asks for it while it is being written hears of it when it was, or was not', async () => {
  let fail = () => {}
  const written = new Promise<void>((_, reject) => {
    fail = () => reject(new Error('The connection broke.'))
  })
  const run = await startHere()
  const { lease, snapshot } = await hold(run)
  const { projectId, number, inputs, trigger, projectVars } = snapshot
  const row = queuedRow(
    { orgId: run.orgId, projectId },
    {
      workflowId: 'wfl_x',
      title: 'x',
      version: { id: await versionOf(run), number: 1, definition: snapshot.definition },
      inputs,
      projectVars,
      trigger,
      startedById: null,
    },
    number,
  )
  const unwritten = { ...run, runId: `${lease.runId}x` }
  rememberFresh(unwritten.runId, { orgId: run.orgId, row, urlPath: 'x', now: () => new Date() }, written)
  const first = await hold(unwritten)
  const begun = first.commit(begin)
  begun.catch(() => undefined)
  let answer: string | undefined
  const asked = store.acquire(unwritten).then(({ kind }) => {
    answer = kind
  })
  await store.acquire(run)
  expect(answer).toBeUndefined()
  fail()
  await asked
  expect(answer).toBe('ended')
  await expect(begun).rejects.toThrow(LeaseLost)
})

async function versionOf({ orgId, runId }: StartedRun): Promise<string> {
  const { rows } = await tenantPool(orgId).query('SELECT "versionId" FROM "Run" WHERE id = $1', [runId])
  return rows[0].versionId
}

test('it goes by the clock of the database, whatever is set on this machine', async () => {
  const run = await startHere()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_800_000 })
  const acquired = await store.acquire(run)
  vi.useRealTimers()
  const at = acquired.kind === 'acquired' ? acquired.at : undefined
  expect(Math.abs((at?.getTime() ?? 0) - Date.now())).toBeLessThan(3_600_000)
})
