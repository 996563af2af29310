import { afterEach, describe, expect, test } from 'vitest'
import { buildEngine, cleanUp, endedRun, runsOf, startEngine, until, withSql } from './testing/harness'

afterEach(cleanUp)

describe('events', () => {
  test('the same event id within 24 hours starts nothing twice', async () => {
    let runs = 0
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'once', triggers: [{ event: 'once' }] }, async () => ++runs),
    ])
    const first = await send('once', {}, { id: 'run_1:1' })
    const [second, third] = await Promise.all([
      send('once', {}, { id: 'run_1:1' }),
      send('once', {}, { id: 'run_1:2' }),
    ])
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    for (const id of [first, third]) await endedRun(engine, id)
    expect(await runsOf(engine, first)).toHaveLength(1)
    expect(runs).toBe(2)
  })

  test('after 24 hours the id is free again', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'again', triggers: [{ event: 'again' }] }, async () => 'done'),
    ])
    const first = await send('again', {}, { id: 'x' })
    await endedRun(engine, first)
    await withSql((sql) => sql.query(`UPDATE engine.events SET received_at = now() - interval '25 hours'`))
    const second = await send('again', {}, { id: 'x' })
    expect(second).not.toBe(first)
    await endedRun(engine, second)
  })

  test('an event with a future ts starts its run then, not before', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'future', triggers: [{ event: 'future' }] }, async () => Date.now()),
    ])
    const ts = Date.now() + 400
    const eventId = await send('future', {}, { ts })
    expect(await runsOf(engine, eventId)).toMatchObject([{ status: 'Queued' }])
    expect(Number((await endedRun(engine, eventId)).output)).toBeGreaterThanOrEqual(ts)
  })

  test('a trigger expression decides which events start the function', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'big', triggers: [{ event: 'order', if: 'event.data.amount > 10' }] },
        async () => 'big',
      ),
      client.createFunction({ id: 'any', triggers: [{ event: 'order' }] }, async () => 'any'),
    ])
    const small = await send('order', { amount: 1 })
    const large = await send('order', { amount: 11 })
    expect((await runsOf(engine, small)).map((run) => run.function_id)).toEqual(['app-any'])
    expect((await runsOf(engine, large)).map((run) => run.function_id).sort()).toEqual(['app-any', 'app-big'])
  })

  test('a list with a bad event is refused whole', async () => {
    const { engine } = await startEngine((client) => [
      client.createFunction({ id: 'list', triggers: [{ event: 'list' }] }, async () => 'done'),
    ])
    const send = (body: unknown) =>
      engine.fetch(`${engine.clientOptions.baseUrl}/e/key`, { method: 'POST', body: JSON.stringify(body) })
    const refused = await send([{ name: 'list', data: {} }, { data: {} }])
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: expect.stringContaining('Event 2') })
    expect((await send({ name: 'inngest/function.failed', data: {} })).status).toBe(400)
    expect(await withSql((sql) => sql.query('SELECT FROM engine.events'))).toMatchObject({ rowCount: 0 })
  })

  test('a process that only sends is heard by one that works', async () => {
    const functions: Parameters<typeof startEngine>[0] = (client) => [
      client.createFunction({ id: 'heard', triggers: [{ event: 'heard' }] }, async () => 'heard'),
    ]
    const { engine } = await startEngine(functions)
    const sender = buildEngine(() => [])
    expect(await endedRun(engine, await sender.send('heard'))).toMatchObject({ output: 'heard' })
  })

  test('events that arrive together are stored with payloads as sent', async () => {
    const { engine, client } = await startEngine((c) => [
      c.createFunction({ id: 'many', triggers: [{ event: 'many' }] }, async ({ event }) => event.data),
    ])
    const { ids } = await client.send([1, 2, 3].map((n) => ({ name: 'many', data: { n } })))
    const outputs = await Promise.all(ids.map(async (id) => (await endedRun(engine, id)).output))
    expect(outputs).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })

  test('who listens to the end of all runs does not hear of its own', async () => {
    const told: unknown[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'worker', triggers: [{ event: 'work' }] }, async () => 1),
      client.createFunction(
        { id: 'listener', triggers: [{ event: 'inngest/function.finished' }] },
        async ({ event }) => void told.push(event.data.function_id),
      ),
    ])
    for (const id of [await send('work'), await send('work')]) await endedRun(engine, id)
    await until(async () => {
      const text = `SELECT FROM engine.runs WHERE status = 'completed'`
      return (await withSql((sql) => sql.query(text))).rowCount === 4 ? true : undefined
    }, 'two runs and two listeners')
    expect(told).toEqual(['app-worker', 'app-worker'])
  })

  test('a finished run tells those who listen', async () => {
    const told: unknown[] = []
    const { send } = await startEngine((client) => [
      client.createFunction({ id: 'worker', triggers: [{ event: 'work' }] }, async () => ({ n: 7 })),
      client.createFunction(
        {
          id: 'listener',
          triggers: [{ event: 'inngest/function.finished', if: 'event.data.function_id == "app-worker"' }],
        },
        async ({ event }) => void told.push(event.data.result),
      ),
    ])
    await send('work')
    await until(() => told[0], 'the finished event')
    expect(told).toEqual([{ n: 7 }])
  })
})
