import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildEngine, cleanUp, databaseUrl } from '../testing/harness'
import { beginRuns, completeRuns, dropCalls } from './calls'
import { type ClaimedCall, claimCalls } from './claims'
import { type Database, openDatabase } from './database'

const FINISHED = 'inngest/function.finished'
let db: Database

beforeEach(async () => {
  db = openDatabase(databaseUrl(), 2, () => undefined)
  const { engine, handler } = buildEngine((c) => [
    c.createFunction({ id: 'work', triggers: [{ event: 'work' }] }, async () => 1),
  ])
  await engine.start(handler)
  await engine.stop()
  await buildEngine(() => []).client.send(Array.from({ length: 3 }, () => ({ name: 'work', data: {} })))
})

afterEach(async () => {
  await db.close()
  await cleanUp()
})

async function claimed(): Promise<ClaimedCall[]> {
  const { calls } = await claimCalls(db, {
    ownerId: 'me',
    limit: 3,
    tenantLimit: 3,
    held: new Map(),
    after: undefined,
  })
  await beginRuns(
    db,
    calls.map((call) => call.runId),
  )
  return calls
}

const ended = (call: ClaimedCall) => ({ ...call, output: '"done"' })
const statuses = async () =>
  (await db.query<{ status: string }>('SELECT status FROM engine.runs ORDER BY status')).rows.map(
    (r) => r.status,
  )

test("of runs that end together, those whose claim is another one's by now go on", async () => {
  const [mine, lost, over] = await claimed()
  if (!mine || !lost || !over) throw new Error('Three calls were claimed.')
  await db.query('UPDATE engine.queue SET token = gen_random_uuid() WHERE run_id = $1', [lost.runId])
  await db.query(`UPDATE engine.runs SET status = 'cancelled' WHERE id = $1`, [over.runId])
  expect(await completeRuns(db, [mine, lost, over].map(ended), FINISHED)).toEqual([mine.runId])
  expect(await statuses()).toEqual(['cancelled', 'completed', 'running'])
  const { rows } = await db.query('SELECT run_id FROM engine.queue WHERE run_id = $1', [mine.runId])
  expect(rows).toEqual([])
})

test('while somebody listens for runs that end, none ends without telling', async () => {
  const calls = await claimed()
  const [listening] = calls
  await db.query(
    `INSERT INTO engine.waits (run_id, step_id, kind, event_name, match_key) VALUES ($1, 'wait', 'event', $2, '')`,
    [listening?.runId, FINISHED],
  )
  expect(await completeRuns(db, calls.map(ended), FINISHED)).toEqual([])
  expect(await statuses()).toEqual(['running', 'running', 'running'])
})

test('a claimed call of a run that has ended is not made and does not come back', async () => {
  const [call, other] = await claimed()
  if (!call || !other) throw new Error('Calls were claimed.')
  await db.query(`UPDATE engine.runs SET status = 'cancelled' WHERE id = $1`, [call.runId])
  expect((await beginRuns(db, [call.runId])).runs).toEqual([])
  await dropCalls(db, [call])
  const { rows } = await db.query<{ id: string }>('SELECT run_id AS id FROM engine.queue')
  expect(rows.map((row) => row.id)).not.toContain(call.runId)
  expect(rows.map((row) => row.id)).toContain(other.runId)
})
