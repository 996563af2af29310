import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import {
  emptyOutbox,
  hold,
  operate,
  outbox,
  publish,
  refusalOf,
  reread,
  type StartedRun,
  start,
  started,
  store,
} from '@/server/features/runs/testing/stage'
import { newId } from '@/server/kernel/ids'
import { tenantDb } from '@/server/platform/db'
import { eventPort } from './port'
import { MAX_EVENT_DATA_BYTES } from './schema'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Events')
  await publish(tenant, 'plain', 'version: 1\nname: plain\nsteps:\n  - { id: a, set: { x: 1 } }\n')
})

beforeEach(emptyOutbox)

const newName = () => `order/${newId('event')}`
const LONG_AGO = new Date('2020-01-01T00:00:00.000Z')

const caller = (run: StartedRun, more: object = {}) => ({
  orgId: run.orgId,
  projectId: run.projectId,
  runId: run.runId,
  path: 'a',
  attempt: 1,
  ...more,
})

async function waitFor(name: string, since = new Date()) {
  const run = await start(tenant, 'plain')
  const held = await hold(run)
  const wait = { kind: 'event' as const, eventName: name, since: since.toISOString() }
  await held.commit({ type: 'run.started' }, started('a'), { type: 'step.waiting', path: 'a', wait })
  return { run, held, wait }
}

describe('an event that a step emits', () => {
  test('is there once for the attempt, also when two processes emit it at once', async () => {
    const name = newName()
    const run = await start(tenant, 'plain')
    const emitted = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        eventPort.emit(caller(run), { name, data: { index, zebra: 1, apple: 2 } }),
      ),
    )
    expect(new Set(emitted.map((event) => JSON.stringify(event))).size).toBe(1)
    const events = await eventPort.since(tenant, name, LONG_AGO)
    expect(JSON.stringify(events)).toBe(JSON.stringify(emitted.slice(0, 1)))
  })

  test('is another one for another attempt, or of another step', async () => {
    const name = newName()
    const run = await start(tenant, 'plain')
    for (const more of [{}, { attempt: 2 }, { path: 'b' }, {}])
      await eventPort.emit(caller(run, more), { name, data: null })
    expect(await eventPort.since(tenant, name, LONG_AGO)).toHaveLength(3)
  })

  test('wakes every run of the project that waits for its name, and no other', async () => {
    const name = newName()
    const [one, two, other] = [await waitFor(name), await waitFor(name), await waitFor(newName())]
    const emitter = await start(tenant, 'plain')
    await emptyOutbox()
    await eventPort.emit(caller(emitter), { name, data: null })
    const woken = await outbox('run.wake', one.run.runId, two.run.runId, other.run.runId, emitter.runId)
    expect(woken.map((data) => JSON.stringify(data)).sort()).toEqual(
      [one, two].map(({ run }) => JSON.stringify({ runId: run.runId })).sort(),
    )
  })

  test('is of its own project only', async () => {
    const name = newName()
    const other = await arrangeTenant('Other events')
    const { run } = await waitFor(name)
    const theirs = await start(other, 'release-notes')
    await emptyOutbox()
    await eventPort.emit(caller(theirs), { name, data: null })
    expect(await outbox('run.wake', run.runId)).toEqual([])
    expect(await eventPort.since(tenant, name, LONG_AGO)).toEqual([])
    expect(await eventPort.since({ ...other, projectId: tenant.projectId }, name, LONG_AGO)).toEqual([])
  })
})

describe('a step that waits for an event', () => {
  test('keeps its name, and since when it counts', async () => {
    const since = new Date('2027-01-01T00:00:00.000Z')
    const { run, held } = await waitFor('some/event', since)
    expect((await reread(run, held)).snapshot.waits).toEqual([
      { path: 'a', kind: 'event', eventName: 'some/event', since: since.toISOString() },
    ])
  })

  test('is woken by one that came before anybody could see it wait', async () => {
    const name = newName()
    const emitter = await start(tenant, 'plain')
    await eventPort.emit(caller(emitter), { name, data: null })
    await emptyOutbox()
    const late = await waitFor(name, LONG_AGO)
    expect(await outbox('run.wake', late.run.runId)).toEqual([{ runId: late.run.runId }])
    const fresh = await waitFor(name)
    expect(await outbox('run.wake', fresh.run.runId)).toEqual([])
  })

  test('misses none that is emitted at the very moment that it begins to wait', async () => {
    for (let round = 0; round < 12; round += 1) {
      const name = newName()
      const since = new Date(Date.now() - 1_000).toISOString()
      const run = await start(tenant, 'plain')
      const emitter = await start(tenant, 'plain')
      const held = await hold(run)
      await held.commit({ type: 'run.started' }, started('a'))
      await Promise.all([
        held.commit({ type: 'step.waiting', path: 'a', wait: { kind: 'event', eventName: name, since } }),
        eventPort.emit(caller(emitter), { name, data: null }),
      ])
      expect(await outbox('run.wake', run.runId)).not.toEqual([])
    }
    expect(await store.acquire({ orgId: tenant.orgId, runId: 'none', generation: 1 })).toEqual({
      kind: 'ended',
    })
  })
})

describe('an event from outside', () => {
  test('is sent by somebody, and wakes who waits for it', async () => {
    const name = newName()
    const { run } = await waitFor(name)
    await emptyOutbox()
    const { id } = await operate<{ id: string }>(tenant, catalogue.events.emit, { name, data: { order: 7 } })
    expect(await outbox('run.wake', run.runId)).toEqual([{ runId: run.runId }])
    expect(await operate(tenant, catalogue.events.list, { name })).toEqual({
      events: [
        { id, name, data: { order: 7 }, at: expect.any(String), run: null, sentBy: tenant.owner.user?.name },
      ],
      nextCursor: null,
    })
    const audit = await tenantDb(tenant.orgId).auditEntry.findFirst({ where: { subject: id } })
    expect(audit).toMatchObject({ action: 'events.emit', details: { name } })
  })

  test('has a name of letters, digits and a few signs, and data of a bounded size', async () => {
    for (const name of ['', 'with space', 'ümlaut', 'x'.repeat(101)])
      expect(await refusalOf(tenant, catalogue.events.emit, { name })).toBe('invalid_input')
    const data = 'x'.repeat(MAX_EVENT_DATA_BYTES)
    expect(await refusalOf(tenant, catalogue.events.emit, { name: 'too/large', data })).toBe('too_large')
  })

  test('is listed a page at a time, newest first, with the run that emitted it', async () => {
    const name = newName()
    const run = await start(tenant, 'plain')
    for (let index = 0; index < 5; index += 1)
      await eventPort.emit(caller(run, { path: `s${index}` }), { name, data: index })
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const page: { events: { data: unknown; run: unknown }[]; nextCursor: string | null } = await operate(
        tenant,
        catalogue.events.list,
        { name, limit: 2, cursor },
      )
      for (const event of page.events) {
        expect(event.run).toMatchObject({ id: run.runId, number: run.number })
        seen.push(event.data)
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4])
    expect(await refusalOf(tenant, catalogue.events.list, { cursor: 'nonsense' })).toBe('invalid_input')
  })
})
