import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, endedRun, note, rest, runsOf, startEngine, until, withSql } from './testing/harness'

afterEach(cleanUp)

/** Resolves when so many runs wait for this event. */
function waiting(eventName: string, count = 1): Promise<true> {
  return until(
    () =>
      withSql(async (sql) => {
        const text = `SELECT count(*)::int AS n FROM engine.waits WHERE event_name = $1 AND kind = 'event'`
        return (await sql.query(text, [eventName])).rows[0].n >= count ? true : undefined
      }),
    `${count} waits for ${eventName}`,
  )
}

describe('sleeps', () => {
  test('a run goes on after its sleep, not before, and repeats nothing', async () => {
    const ledger: string[] = []
    let beganAt = 0
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'sleeper', triggers: [{ event: 'sleeper' }] }, async ({ step }) => {
        beganAt = await step.run('before', () => note(ledger, 'before', Date.now()))
        await step.sleep('nap', '1s')
        return step.run('after', () => note(ledger, 'after', Date.now()))
      }),
    ])
    const run = await endedRun(engine, await send('sleeper'))
    expect(Number(run.output) - beganAt).toBeGreaterThanOrEqual(1_000)
    expect(ledger).toEqual(['before', 'after'])
  })

  test('a sleep until a date a fraction of a second away ends then', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'brief', triggers: [{ event: 'brief' }] }, async ({ step }) => {
        const dueMs = await step.run('due', () => Date.now() + 300)
        await step.sleepUntil('until', new Date(dueMs))
        return step.run('late', () => Date.now() - dueMs)
      }),
    ])
    const run = await endedRun(engine, await send('brief'))
    expect(Number(run.output)).toBeGreaterThanOrEqual(0)
  })
})

describe('waits for events', () => {
  const waiter = (expression: string | undefined, timeout: string | (() => Date)) =>
    startEngine((client) => [
      client.createFunction({ id: 'waiter', triggers: [{ event: 'start' }] }, async ({ event, step }) => {
        const until =
          typeof timeout === 'string' ? timeout : new Date(await step.run('due', () => timeout().getTime()))
        const woken = await step.waitForEvent('wait', {
          event: 'wake',
          timeout: until,
          ...(expression ? { if: expression.replace('$RUN', event.data.runId) } : {}),
        })
        return woken ? woken.data : null
      }),
    ])

  test('a matching event ends the wait and is given to the function', async () => {
    const { engine, send } = await waiter('async.data.runId == "$RUN"', '1h')
    const eventId = await send('start', { runId: 'run_1' })
    await waiting('wake')
    await send('wake', { runId: 'run_1', why: 'approved' })
    expect(await endedRun(engine, eventId)).toMatchObject({ output: { runId: 'run_1', why: 'approved' } })
  })

  test('an equality with the trigger matches only its own run', async () => {
    const { engine, send } = await waiter('event.data.runId == async.data.runId', '1h')
    const mine = await send('start', { runId: 'run_1' })
    const other = await send('start', { runId: 'run_2' })
    await waiting('wake', 2)
    await send('wake', { runId: 'run_1' })
    expect(await endedRun(engine, mine)).toMatchObject({ status: 'Completed' })
    expect(await runsOf(engine, other)).toMatchObject([{ status: 'Running' }])
  })

  test.each([
    [
      'a field that does not match',
      'async.data.runId == "$RUN" && async.data.level > 3',
      { runId: 'run_1', level: 1 },
    ],
    ['a missing field', 'async.data.level > 3', { runId: 'run_1' }],
    ['another run', 'async.data.runId == "$RUN"', { runId: 'run_2' }],
    ['a value that is true without being `true`', 'async.data.runId', { runId: 'run_1' }],
  ])('%s leaves the wait alone', async (_title, expression, data) => {
    const { engine, send } = await waiter(expression, '1h')
    const eventId = await send('start', { runId: 'run_1' })
    await waiting('wake')
    await send('wake', data)
    expect(await runsOf(engine, eventId)).toMatchObject([{ status: 'Running' }])
    await waiting('wake')
  })

  test('an expression without an equality is evaluated', async () => {
    const { engine, send } = await waiter('async.data.level > 3 || async.data.isUrgent == true', '1h')
    const eventId = await send('start', { runId: 'run_1' })
    await waiting('wake')
    await send('wake', { level: 1, isUrgent: true })
    expect(await endedRun(engine, eventId)).toMatchObject({ output: { isUrgent: true } })
  })

  test('without an event the wait ends at its time, with null', async () => {
    const { engine, send } = await waiter(undefined, () => new Date(Date.now() + 300))
    expect(await endedRun(engine, await send('start', { runId: 'run_1' }))).toMatchObject({
      status: 'Completed',
      output: null,
    })
  })

  test('an expression that does not parse fails the step at once', async () => {
    const { engine, send } = await waiter('async.data.runId ==', '1h')
    const run = await endedRun(engine, await send('start', { runId: 'run_1' }))
    expect(run).toMatchObject({
      status: 'Failed',
      output: { message: expect.stringContaining('does not parse') },
    })
  })

  test('one event wakes every run that waits for it', async () => {
    const { engine, send } = await waiter(undefined, '1h')
    const eventIds = [await send('start', { runId: 'a' }), await send('start', { runId: 'b' })]
    await waiting('wake', 2)
    await send('wake', { n: 1 })
    for (const id of eventIds) expect(await endedRun(engine, id)).toMatchObject({ output: { n: 1 } })
  })

  test('an event whose id was seen before still ends a wait', async () => {
    const { engine, send } = await waiter('async.data.runId == "$RUN"', '1h')
    await send('wake', { runId: 'run_1' }, { id: 'bell' })
    const eventId = await send('start', { runId: 'run_1' })
    await waiting('wake')
    await send('wake', { runId: 'run_1' }, { id: 'bell' })
    expect(await endedRun(engine, eventId)).toMatchObject({ status: 'Completed' })
  })

  test('waves and waits alternate without repeating a wave', async () => {
    const waves: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'run-workflow', retries: 20, triggers: [{ event: 'go' }] },
        async ({ event, step }) => {
          for (let n = 0; n < 5; n++) {
            const isDone = await step.run(`wave-${n}`, () => note(waves, n, n === 4))
            if (isDone) return n
            await step.waitForEvent(`wait-${n}`, {
              event: 'ring',
              timeout: '1h',
              if: `async.data.runId == "${event.data.runId}"`,
            })
          }
        },
      ),
    ])
    const eventId = await send('go', { runId: 'run_x' })
    const ringing = setInterval(() => void send('ring', { runId: 'run_x' }), 15)
    const run = await endedRun(engine, eventId).finally(() => clearInterval(ringing))
    expect(run.output).toBe(4)
    expect(waves).toEqual([0, 1, 2, 3, 4])
  })
})

describe('cancelling', () => {
  test('a cancelled run makes no further calls, and its waits are gone', async () => {
    const ledger: string[] = []
    const told: unknown[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'long', triggers: [{ event: 'long' }] }, async ({ step }) => {
        await step.run('one', () => void ledger.push('one'))
        await step.waitForEvent('wait', { event: 'wake', timeout: '1h' })
        await step.run('two', () => void ledger.push('two'))
      }),
      client.createFunction(
        { id: 'told', triggers: [{ event: 'inngest/function.cancelled' }] },
        async ({ event }) => {
          told.push(event.data.run_id)
        },
      ),
    ])
    const eventId = await send('long')
    await waiting('wake')
    const [run] = await runsOf(engine, eventId)
    expect(await rest(engine, 'DELETE', `/v1/runs/${run?.run_id}`)).toMatchObject({ status: 204 })
    await send('wake')
    expect(await endedRun(engine, eventId)).toMatchObject({ status: 'Cancelled' })
    await until(() => told[0], 'the cancelled event')
    expect(told).toEqual([run?.run_id])
    expect(ledger).toEqual(['one'])
    expect(await rest(engine, 'DELETE', '/v1/runs/none')).toMatchObject({ status: 404 })
  })

  test('a run cancelled during a step does not begin the next one', async () => {
    const ledger: string[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'busy', triggers: [{ event: 'busy' }] }, async ({ step, runId }) => {
        await step.run('one', async () => {
          ledger.push('one')
          await rest(engine, 'DELETE', `/v1/runs/${runId}`)
        })
        await step.run('two', () => void ledger.push('two'))
      }),
    ])
    expect(await endedRun(engine, await send('busy'))).toMatchObject({ status: 'Cancelled' })
    await until(() => engine.stats().inFlight === 0 || undefined, 'the call to end')
    expect(ledger).toEqual(['one'])
    expect(engine.stats().answersStale).toBe(1)
  })

  test('cancelOn ends the runs its expression matches, and only those', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        {
          id: 'cancellable',
          triggers: [{ event: 'order' }],
          cancelOn: [{ event: 'order/cancelled', if: 'event.data.id == async.data.id' }],
        },
        async ({ step }) => step.waitForEvent('wait', { event: 'wake', timeout: '1h' }),
      ),
    ])
    const mine = await send('order', { id: 'o1' })
    const other = await send('order', { id: 'o2' })
    await waiting('wake', 2)
    await send('order/cancelled', { id: 'o1' })
    expect(await endedRun(engine, mine)).toMatchObject({ status: 'Cancelled' })
    expect(await runsOf(engine, other)).toMatchObject([{ status: 'Running' }])
  })
})
