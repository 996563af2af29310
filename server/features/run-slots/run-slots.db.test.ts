import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { childRunPort, failRun } from '@/server/features/runs/port'
import {
  emptyOutbox,
  type HeldRun,
  hold,
  operate,
  outbox,
  publish,
  type StartedRun,
  start,
  started,
  succeeded,
} from '@/server/features/runs/testing/stage'
import { newId } from '@/server/kernel/ids'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { slotPort, sweepPlaces } from './port'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Slots')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

beforeEach(emptyOutbox)

const step = (run: StartedRun, path = 'a') => ({
  orgId: run.orgId,
  projectId: run.projectId,
  runId: run.runId,
  path,
})

const newKey = () => `step:${newId('event')}`

async function runs(count: number): Promise<StartedRun[]> {
  const all: StartedRun[] = []
  for (let index = 0; index < count; index += 1) all.push(await start(tenant, 'plain'))
  return all
}

async function begin(run: StartedRun): Promise<HeldRun> {
  const held = await hold(run)
  await held.commit({ type: 'run.started' }, started('a'))
  return held
}

/** Runs in the order in which they hold or wait for a place. */
async function places(key: string): Promise<string[]> {
  const rows = await tenantDb(tenant.orgId).concurrencySlot.findMany({
    where: { key },
    orderBy: [{ isHeld: 'desc' }, { requestedAt: 'asc' }],
  })
  return rows.map((row) => `${row.isHeld ? 'held' : 'queued'} ${row.runId}`)
}

describe('a place under a limit', () => {
  test('goes to those who ask first; the others wait in their order', async () => {
    const key = newKey()
    const [one, two, three] = await runs(3)
    if (!one || !two || !three) throw new Error('Three runs were started.')
    const asked = [one, two, three].map((run) => () => slotPort.take(step(run), { key, limit: 1 }))
    const answers: string[] = []
    for (const ask of [...asked, ...asked]) answers.push(await ask())
    expect(answers).toEqual(['held', 'queued', 'queued', 'held', 'queued', 'queued'])
    expect(await places(key)).toEqual([`held ${one.runId}`, `queued ${two.runId}`, `queued ${three.runId}`])
  })

  test('goes to the next in the commit that ends the step, and wakes it', async () => {
    const key = newKey()
    const [one, two, three] = await runs(3)
    if (!one || !two || !three) throw new Error('Three runs were started.')
    const held = await begin(one)
    for (const run of [one, two, three]) await slotPort.take(step(run), { key, limit: 1 })
    await held.commit(succeeded('a'))
    expect(await places(key)).toEqual([`held ${two.runId}`, `queued ${three.runId}`])
    expect(await outbox('run.wake', one.runId, two.runId, three.runId)).toEqual([{ runId: two.runId }])
    expect(await slotPort.take(step(two), { key, limit: 1 })).toBe('held')
  })

  test('stays with a step through its attempts, and goes when it is cancelled or its run ends', async () => {
    const key = newKey()
    const [one, two, three] = await runs(3)
    if (!one || !two || !three) throw new Error('Three runs were started.')
    const held = await begin(one)
    for (const run of [one, two, three]) await slotPort.take(step(run), { key, limit: 1 })
    const retryAt = new Date().toISOString()
    const error = { code: 'x', message: 'x' }
    await held.commit({ type: 'step.attemptFailed', path: 'a', attempt: 1, error, retryAt })
    expect((await places(key))[0]).toBe(`held ${one.runId}`)
    await held.commit({ type: 'step.cancelled', path: 'a' })
    expect((await places(key))[0]).toBe(`held ${two.runId}`)
    await failRun(two, error)
    expect(await places(key)).toEqual([`held ${three.runId}`])
  })

  test('that nobody needs any more is not waited for', async () => {
    const key = newKey()
    const [one, two, three] = await runs(3)
    if (!one || !two || !three) throw new Error('Three runs were started.')
    for (const run of [one, two, three]) await slotPort.take(step(run), { key, limit: 1 })
    await failRun(two, { code: 'x', message: 'x' })
    await failRun(one, { code: 'x', message: 'x' })
    expect(await places(key)).toEqual([`held ${three.runId}`])
  })

  test('is one of several; a smaller limit of a newer version holds for who asks with it', async () => {
    const key = newKey()
    const [one, two, three, four] = await runs(4)
    if (!one || !two || !three || !four) throw new Error('Four runs were started.')
    expect(await slotPort.take(step(one), { key, limit: 2 })).toBe('held')
    expect(await slotPort.take(step(two), { key, limit: 2 })).toBe('held')
    expect(await slotPort.take(step(three), { key, limit: 2 })).toBe('queued')
    expect(await slotPort.take(step(three), { key, limit: 1 })).toBe('queued')
    // It would fit, but stands behind one that does not.
    expect(await slotPort.take(step(four), { key, limit: 3 })).toBe('queued')
    await failRun(one, { code: 'x', message: 'x' })
    expect(await places(key)).toEqual([`held ${two.runId}`, `queued ${three.runId}`, `queued ${four.runId}`])
    await failRun(two, { code: 'x', message: 'x' })
    expect(await places(key)).toEqual([`held ${three.runId}`, `held ${four.runId}`])
  })

  test('is never given twice and never lost, while many ask for it and give it back at once', async () => {
    const key = newKey()
    const all = await runs(12)
    const held = new Map<string, HeldRun>()
    for (const run of all) held.set(run.runId, await begin(run))
    let inside = 0
    let most = 0
    const done: string[] = []
    const work = async (run: StartedRun) => {
      while ((await slotPort.take(step(run), { key, limit: 2 })) === 'queued')
        await new Promise((resolve) => setTimeout(resolve, 5))
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 3))
      inside -= 1
      await held.get(run.runId)?.commit(succeeded('a'))
      done.push(run.runId)
    }
    await Promise.all(all.map(work))
    expect(done).toHaveLength(12)
    expect(most).toBeLessThanOrEqual(2)
    expect(await places(key)).toEqual([])
  })

  test('of other projects and tenants is none of ours', async () => {
    const key = newKey()
    const other = await arrangeTenant('Other slots')
    const theirs = await start(other, 'release-notes')
    const [mine] = await runs(1)
    if (!mine) throw new Error('One run was started.')
    expect(await slotPort.take(step(theirs), { key, limit: 1 })).toBe('held')
    expect(await slotPort.take(step(mine), { key, limit: 1 })).toBe('held')
  })

  test('is not taken by a run that is over', async () => {
    const key = newKey()
    const [one] = await runs(1)
    if (!one) throw new Error('One run was started.')
    await failRun(one, { code: 'x', message: 'x' })
    await slotPort.take(step(one), { key, limit: 1 })
    expect(await places(key)).toEqual([])
  })

  test('may have a key of any length', async () => {
    const key = `step:${'long '.repeat(2_000)}`
    const [one, two] = await runs(2)
    if (!one || !two) throw new Error('Two runs were started.')
    expect(await slotPort.take(step(one), { key, limit: 1 })).toBe('held')
    expect(await slotPort.take(step(two), { key, limit: 1 })).toBe('queued')
  })
})

describe('a step inside one that holds the place', () => {
  test('of the same run counts with it', async () => {
    const key = newKey()
    const [one, two] = await runs(2)
    if (!one || !two) throw new Error('Two runs were started.')
    expect(await slotPort.take(step(one, 'outer'), { key, limit: 1 })).toBe('held')
    expect(await slotPort.take(step(one, 'outer[3].inner'), { key, limit: 1 })).toBe('held')
    expect(await slotPort.take(step(one, 'outermost.inner'), { key, limit: 1 })).toBe('queued')
    expect(await slotPort.take(step(two, 'outer.inner'), { key, limit: 1 })).toBe('queued')
  })

  test('of a run that it started and waits for counts with it, but of a detached one does not', async () => {
    const key = newKey()
    const [one] = await runs(1)
    if (!one) throw new Error('One run was started.')
    await slotPort.take(step(one), { key, limit: 1 })
    const answers: string[] = []
    for (const isDetached of [false, true]) {
      const caller = { ...step(one, isDetached ? 'a.second' : 'a'), attempt: 1 }
      const child = await childRunPort.start(caller, { workflow: 'plain', inputs: {}, isDetached })
      if (!child.ok) throw new Error(child.message)
      answers.push(await slotPort.take({ ...step(one), runId: child.runId }, { key, limit: 1 }))
    }
    expect(answers).toEqual(['held', 'queued'])
  })
})

describe('the sweep', () => {
  test('gives on what a run or a step left behind', async () => {
    const key = newKey()
    const [gone, ended, waiting, last] = await runs(4)
    if (!gone || !ended || !waiting || !last) throw new Error('Four runs were started.')
    const held = await begin(ended)
    await held.commit(succeeded('a'))
    await failRun(gone, { code: 'x', message: 'x' })
    // As a process leaves them that dies between two transactions.
    for (const { runId } of [gone, ended])
      await tenantPool(tenant.orgId).query(
        `INSERT INTO "ConcurrencySlot" ("orgId", "projectId", "runId", path, key, "limit", "isHeld")
         VALUES ($1, $2, $3, 'a', $4, 2, true)`,
        [tenant.orgId, tenant.projectId, runId, key],
      )
    for (const run of [waiting, last])
      expect(await slotPort.take(step(run, 'b'), { key, limit: 2 })).toBe('queued')
    await emptyOutbox()
    expect((await sweepPlaces()).granted).toBe(2)
    expect(await places(key)).toEqual([`held ${waiting.runId}`, `held ${last.runId}`])
    expect(await outbox('run.wake', waiting.runId, last.runId)).toHaveLength(2)
    expect((await sweepPlaces()).granted).toBe(0)
  })

  test('leaves alone what is in use', async () => {
    const key = newKey()
    const [one, two] = await runs(2)
    if (!one || !two) throw new Error('Two runs were started.')
    await begin(one)
    for (const run of [one, two]) await slotPort.take(step(run), { key, limit: 1 })
    await sweepPlaces()
    expect(await places(key)).toEqual([`held ${one.runId}`, `queued ${two.runId}`])
    await operate(tenant, catalogue.runs.cancel, { runId: two.runId })
    await sweepPlaces()
    expect(await places(key)).toEqual([`held ${one.runId}`, `queued ${two.runId}`])
  })
})
