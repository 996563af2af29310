import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildEngine, cleanUp, databaseUrl } from '../testing/harness'
import { type Database, openDatabase } from './database'
import { lockDueCrons } from './functions'
import { claimCalls, claimLimitedCalls } from './queue'

let db: Database

beforeEach(async () => {
  db = openDatabase(databaseUrl(), 4, () => undefined)
  const { engine, handler } = buildEngine((c) => [
    c.createFunction({ id: 'free', triggers: [{ event: 'free' }, { cron: '0 0 1 1 *' }] }, async () => 1),
    c.createFunction({ id: 'limited', concurrency: 1, triggers: [{ event: 'limited' }] }, async () => 1),
  ])
  await engine.start(handler)
  // Registered, then gone: what is sent from here on stays in the queue.
  await engine.stop()
  const sender = buildEngine(() => [])
  await sender.client.send(['free', 'free', 'limited', 'limited'].map((name) => ({ name, data: {} })))
})

afterEach(async () => {
  await db.close()
  await cleanUp()
})

test('two owners never take the same call', async () => {
  const [first, second] = await db.transaction(async (tx) => {
    const mine = await claimCalls(tx, 'a', 1)
    return [mine, await claimCalls(db, 'b', 9)] as const
  })
  expect(first).toHaveLength(1)
  expect(second).toHaveLength(1)
  expect(second[0]?.token).not.toBe(first[0]?.token)
  expect(second[0]?.runId).not.toBe(first[0]?.runId)
})

test('two owners never fill the same slot', async () => {
  await db.transaction(async (tx) => {
    expect((await claimLimitedCalls(tx, 'a', 9)).calls).toHaveLength(1)
    const meanwhile = await db.transaction((other) => claimLimitedCalls(other, 'b', 9))
    expect(meanwhile).toEqual({ calls: [], isBusy: true })
  })
  const afterwards = await db.transaction((other) => claimLimitedCalls(other, 'b', 9))
  expect(afterwards).toEqual({ calls: [], isBusy: false })
})

test('two processes never take the same tick', async () => {
  await db.query('UPDATE engine.crons SET next_at = now()')
  await db.transaction(async (tx) => {
    expect(await lockDueCrons(tx)).toHaveLength(1)
    expect(await db.transaction((other) => lockDueCrons(other))).toEqual([])
  })
})
