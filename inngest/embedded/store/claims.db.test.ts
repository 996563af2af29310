import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildEngine, cleanUp, databaseUrl } from '../testing/harness'
import { type ClaimRequest, claimCalls, claimLimitedCalls, ripenCalls } from './claims'
import { type Database, openDatabase } from './database'
import { lockDueCrons } from './functions'

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
})

afterEach(async () => {
  await db.close()
  await cleanUp()
})

const sender = () =>
  buildEngine(() => [], { tenantOf: ({ data }) => (typeof data.tenant === 'string' ? data.tenant : '') })
    .client

const send = (names: string[]) => sender().send(names.map((name) => ({ name, data: {} })))

/** Due runs of these tenants, in this order. */
async function queue(tenants: { tenant: string; count?: number }[]): Promise<void> {
  await sender().send(
    tenants.flatMap(({ tenant, count = 1 }) =>
      Array.from({ length: count }, () => ({ name: 'free', data: { tenant } })),
    ),
  )
}

const request = (given: Partial<ClaimRequest> = {}): ClaimRequest => ({
  ownerId: 'a',
  limit: 9,
  tenantLimit: 9,
  held: new Map(),
  after: undefined,
  ...given,
})

const tenantsOf = async (given: Partial<ClaimRequest>) =>
  (await claimCalls(db, request(given))).calls.map((call) => call.tenant)

describe('exclusion', () => {
  test('two owners never take the same call', async () => {
    await send(['free', 'free'])
    const [first, second] = await db.transaction(async (tx) => {
      const mine = await claimCalls(tx, request({ limit: 1 }))
      return [mine.calls, (await claimCalls(db, request({ ownerId: 'b' }))).calls] as const
    })
    expect(first).toHaveLength(1)
    expect(second).toHaveLength(1)
    expect(second[0]?.token).not.toBe(first[0]?.token)
    expect(second[0]?.runId).not.toBe(first[0]?.runId)
  })

  test('two owners never fill the same slot', async () => {
    await send(['limited', 'limited'])
    expect(await claimCalls(db, request())).toMatchObject({ calls: [], hasLimited: true })
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
})

describe('fairness', () => {
  test('one call of a tenant comes right after the first of a thousand of another', async () => {
    await queue([{ tenant: 'crowd', count: 1_000 }, { tenant: 'single' }])
    expect(await tenantsOf({ limit: 3 })).toEqual(expect.arrayContaining(['crowd', 'crowd', 'single']))
  })

  test('who has calls under way elsewhere waits for who has none', async () => {
    await queue([{ tenant: 'busy', count: 9 }])
    expect(await tenantsOf({ limit: 4, ownerId: 'other' })).toHaveLength(4)
    await queue([{ tenant: 'idle', count: 9 }])
    expect(await tenantsOf({ limit: 4 })).toEqual(['idle', 'idle', 'idle', 'idle'])
  })

  test('a tenant takes no more places of a process than one may have', async () => {
    await queue([{ tenant: 'crowd', count: 20 }, { tenant: 'single' }])
    const claimed = await claimCalls(db, request({ limit: 9, tenantLimit: 5, held: new Map([['crowd', 2]]) }))
    expect(claimed.calls.map((call) => call.tenant).sort()).toEqual(['crowd', 'crowd', 'crowd', 'single'])
    expect(claimed.hasMore).toBe(true)
  })

  test('within a tenant priority goes first, and waiting makes up for it', async () => {
    await queue([{ tenant: 'plain' }, { tenant: 'urgent' }])
    await db.query(`UPDATE engine.queue SET priority_ms = CASE tenant WHEN 'urgent' THEN 60000 ELSE 0 END`)
    await db.query(`UPDATE engine.queue SET tenant = 'same'`)
    const isUrgentFirst = async (plainWaitedS: number) => {
      await db.query(
        `UPDATE engine.queue SET owner_id = NULL, order_at = now() - CASE priority_ms
           WHEN 0 THEN $1 * interval '1 s' ELSE priority_ms * interval '1 ms' END`,
        [plainWaitedS],
      )
      const { calls } = await claimCalls(db, request({ limit: 1 }))
      const { rows } = await db.query<{ ms: number }>(
        'SELECT priority_ms AS ms FROM engine.queue WHERE run_id = $1',
        [calls[0]?.runId],
      )
      return rows[0]?.ms === 60_000
    }
    expect(await isUrgentFirst(30)).toBe(true)
    expect(await isUrgentFirst(90)).toBe(false)
  })

  test('more tenants than one look takes in are all served, round after round', async () => {
    const all = Array.from({ length: 150 }, (_, n) => `tenant-${String(n).padStart(3, '0')}`)
    await queue(all.map((tenant) => ({ tenant })))
    const served: string[] = []
    let after: string | undefined
    for (let looks = 0; looks < 3; looks++) {
      const { calls, next } = await claimCalls(db, request({ limit: 100, tenantLimit: 100, after }))
      served.push(...calls.map((call) => call.tenant))
      after = next
    }
    expect(served.sort()).toEqual(all)
    expect(after).toBeUndefined()
  })

  test("calls that are not due yet stand in nobody's way, and are taken once they are", async () => {
    await sender().send({ name: 'free', data: { tenant: 'later' }, ts: Date.now() + 60_000 })
    await queue([{ tenant: 'now' }])
    expect(await tenantsOf({})).toEqual(['now'])
    await db.query(`UPDATE engine.queue SET due_at = now() WHERE tenant = 'later'`)
    expect(await tenantsOf({})).toEqual([])
    expect(await ripenCalls(db)).toBe(false)
    expect(await tenantsOf({})).toEqual(['later'])
  })
})
