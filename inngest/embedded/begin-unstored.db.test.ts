import { afterEach, expect, test } from 'vitest'
import { buildEngine, cleanUp, endedRun, gate, type TestEngine, until, withSql } from './testing/harness'

afterEach(cleanUp)

const KEEPING = { areSendersKeeping: true, isStateShared: () => true }

/** An engine with one function; what it was called for, and how many calls may go on. */
async function startKeeping(options = KEEPING): Promise<TestEngine & { calls: string[]; go: () => void }> {
  const calls: string[] = []
  const { opened, open: go } = gate()
  const built = buildEngine(
    (client) => [
      client.createFunction(
        { id: 'early', triggers: [{ event: 'early' }], checkpointing: { bufferedSteps: 1 } },
        async ({ event, step }) => {
          calls.push(String(event.data.n))
          const stepped = await step.run('one', () => opened.then(() => event.data.n))
          return step.run('two', () => stepped)
        },
      ),
      client.createFunction({ id: 'first', triggers: [{ event: 'first' }] }, async () => 'done'),
    ],
    options,
  )
  await built.engine.start(built.handler)
  // Until a look at the queue has found nothing, others might have been there before.
  await endedRun(built.engine, await built.send('first'))
  await withSql((sql) => sql.query('DELETE FROM engine.runs'))
  return { ...built, calls, go }
}

/** Nothing can be stored until this is called. */
async function holdStoring(): Promise<() => Promise<void>> {
  const { opened, open } = gate()
  let isHeld = false
  const held = withSql(async (sql) => {
    await sql.query('BEGIN; LOCK TABLE engine.events IN EXCLUSIVE MODE')
    isHeld = true
    await opened
    await sql.query('COMMIT')
  })
  await until(() => isHeld || undefined, 'the lock')
  return async () => {
    open()
    await held
  }
}

/** How many connections wait to store an event, with something done to each. */
const storing = (action: string) =>
  withSql(async (sql) => {
    const { rows } = await sql.query(
      `SELECT ${action} FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO engine.events%'`,
    )
    return rows.length
  })

const runs = () =>
  withSql(async (sql) => (await sql.query('SELECT status FROM engine.runs')).rows.map((row) => row.status))

test('a run begins while its event is being stored, and nothing it comes to is committed before', async () => {
  const { engine, calls, go } = await startKeeping()
  const release = await holdStoring()
  const sent = engine.send([{ name: 'early', data: { n: 7 }, id: 'seven' }])
  await until(() => calls.length === 1 || undefined, 'the call')
  go()
  expect(await runs()).toEqual([])
  await release()
  await sent
  expect(await endedRun(engine, 'seven')).toMatchObject({ status: 'Completed', output: 7 })
  expect(await runs()).toEqual(['completed'])
})

test('what the sender is still writing is begun here, and stored for others when that is done', async () => {
  const { engine, calls, go } = await startKeeping()
  const written = gate()
  const sent = engine.send([{ name: 'early', data: { n: 3 }, id: 'three' }], written.opened)
  await until(() => calls.length === 1 || undefined, 'the call')
  go()
  expect(await withSql(async (sql) => (await sql.query('SELECT FROM engine.queue')).rows)).toEqual([])
  written.open()
  await sent
  expect(await endedRun(engine, 'three')).toMatchObject({ status: 'Completed', output: 3 })
})

test('where the sender keeps nothing, it waits for its event', async () => {
  const { engine, calls, go } = await startKeeping({ ...KEEPING, areSendersKeeping: false })
  go()
  const release = await holdStoring()
  const sent = engine.send([{ name: 'early', data: { n: 1 }, id: 'one' }])
  await until(async () => (await storing('pid')) || undefined, 'the event to wait')
  expect(calls).toEqual([])
  await release()
  await sent
  expect(await endedRun(engine, 'one')).toMatchObject({ output: 1 })
})

test('an event that was there already starts nothing that lasts', async () => {
  const { engine, calls, go } = await startKeeping()
  go()
  const event = { name: 'early', data: { n: 1 }, id: 'again' }
  await engine.send([event])
  await endedRun(engine, 'again')
  await engine.send([event])
  await until(() => engine.stats().inFlight === 0 || undefined, 'the second call to end')
  expect(calls.every((n) => n === '1')).toBe(true)
  expect(await runs()).toEqual(['completed'])
})

test('an event that could not be stored leaves nothing behind, and is sent again', async () => {
  const { engine, calls, go } = await startKeeping()
  const release = await holdStoring()
  const sent = engine.send([{ name: 'early', data: { n: 1 }, id: 'lost' }])
  const refused = expect(sent).rejects.toThrow()
  await until(() => calls.length === 1 || undefined, 'the call')
  await until(
    async () => (await storing('pg_terminate_backend(pid)')) || undefined,
    'the connection to break',
  )
  await refused
  go()
  await release()
  await until(() => engine.stats().inFlight === 0 || undefined, 'the call to end')
  expect(await runs()).toEqual([])
  await engine.send([{ name: 'early', data: { n: 1 }, id: 'lost' }])
  expect(await endedRun(engine, 'lost')).toMatchObject({ output: 1 })
})
