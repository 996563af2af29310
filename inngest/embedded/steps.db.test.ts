import { NonRetriableError, RetryAfterError } from 'inngest'
import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, endedRun, note, rest, startEngine, until, withSql } from './testing/harness'

afterEach(cleanUp)

interface FailureEvent {
  data: { event: { data: { tag: string } }; run_id: string }
}

describe('steps', () => {
  test('sequential steps each run once, in one call, and give their results on', async () => {
    const ledger: string[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'chain', triggers: [{ event: 'chain' }] }, async ({ event, step }) => {
        const a = await step.run('a', () => note(ledger, 'a', event.data.start + 1))
        const b = await step.run('b', () => note(ledger, 'b', a * 10))
        return step.run('c', () => note(ledger, 'c', { a, b }))
      }),
    ])
    const run = await endedRun(engine, await send('chain', { start: 1 }))
    expect(run).toMatchObject({ status: 'Completed', output: { a: 2, b: 20 }, function_id: 'app-chain' })
    expect(ledger).toEqual(['a', 'b', 'c'])
    expect(engine.stats().callsMade).toBe(1)
  })

  test('a step is in the database before the next one begins', async () => {
    const seen: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'durable', triggers: [{ event: 'durable' }] }, async ({ step, runId }) => {
        const count = () =>
          withSql(async (sql) => {
            const { rows } = await sql.query(
              'SELECT count(*)::int AS n FROM engine.steps WHERE run_id = $1',
              [runId],
            )
            return rows[0].n as number // count(*)::int
          })
        for (const id of ['a', 'b', 'c']) await step.run(id, async () => void seen.push(await count()))
      }),
    ])
    await endedRun(engine, await send('durable'))
    expect(seen).toEqual([0, 1, 2])
  })

  test('values that JSON can hold come back as they were', async () => {
    const odd = { zero: '\u0000', emoji: '🐾', nested: [null, { 'a.b': [] }], big: 1e21, b: 2, a: 1 }
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'odd', triggers: [{ event: 'odd' }] }, async ({ event, step }) => {
        const kept = await step.run('keep', () => event.data)
        await step.sleep('pause', 0)
        return kept
      }),
    ])
    const run = await endedRun(engine, await send('odd', odd))
    expect(run.output).toEqual(odd)
    expect(JSON.stringify(run.output)).toBe(JSON.stringify(odd))
  })

  test('parallel steps all run once and are joined', async () => {
    const ledger: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'wide', triggers: [{ event: 'wide' }] }, async ({ step }) => {
        const before = await step.run('before', () => 1)
        const parts = await Promise.all(
          [1, 2, 3, 4, 5].map(async (n) => {
            const first = await step.run(`first-${n}`, () => note(ledger, n, n))
            return step.run(`second-${n}`, () => note(ledger, n * 10, first * 10))
          }),
        )
        const after = await step.run('after', () => parts.length)
        return { before, parts, after }
      }),
    ])
    const run = await endedRun(engine, await send('wide'))
    expect(run.output).toEqual({ before: 1, parts: [10, 20, 30, 40, 50], after: 5 })
    expect(ledger.sort((x, y) => x - y)).toEqual([1, 2, 3, 4, 5, 10, 20, 30, 40, 50])
  })

  test('a parallel step that fails is tried again without repeating its neighbours', async () => {
    const tries = { good: 0, bad: 0 }
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'uneven', retries: 2, triggers: [{ event: 'uneven' }] }, async ({ step }) =>
        Promise.all([
          step.run('good', () => ++tries.good),
          step.run('bad', () => {
            if (++tries.bad < 3) throw new Error('not yet')
            return tries.bad
          }),
        ]),
      ),
    ])
    const run = await endedRun(engine, await send('uneven'))
    expect(run.output).toEqual([1, 3])
    expect(tries).toEqual({ good: 1, bad: 3 })
  })

  test('a failing step is tried again, and steps before it are not', async () => {
    const tries = { before: 0, flaky: 0 }
    const attempts: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'flaky', retries: 3, triggers: [{ event: 'flaky' }] },
        async ({ step, attempt }) => {
          await step.run('before', () => ++tries.before)
          const flaky = await step.run('flaky', () => {
            attempts.push(attempt)
            if (++tries.flaky < 3) throw new Error('not yet')
            return tries.flaky
          })
          const fresh = await step.run('fresh', () => flaky + 1)
          return { flaky, fresh }
        },
      ),
    ])
    const run = await endedRun(engine, await send('flaky'))
    expect(run.output).toEqual({ flaky: 3, fresh: 4 })
    expect(tries).toEqual({ before: 1, flaky: 3 })
    expect(attempts).toEqual([0, 1, 2])
  })

  test('when retries are used up the step throws, and a function may catch it', async () => {
    const tries = { n: 0 }
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'catching', retries: 1, triggers: [{ event: 'catching' }] },
        async ({ step }) => {
          try {
            await step.run('broken', () => {
              tries.n++
              throw new Error('always broken')
            })
          } catch (error) {
            return step.run('fallback', () => (error as Error).message)
          }
        },
      ),
    ])
    const run = await endedRun(engine, await send('catching'))
    expect(run).toMatchObject({ status: 'Completed', output: 'always broken' })
    expect(tries.n).toBe(2)
  })

  test('a run that fails for good calls onFailure once, with the error and the event', async () => {
    const failures: { message: string; event: string; runId: string }[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        {
          id: 'doomed',
          retries: 1,
          triggers: [{ event: 'doomed' }],
          onFailure: async ({ error, event }: { error: Error; event: FailureEvent }) => {
            const { event: trigger, run_id: runId } = event.data
            failures.push({ message: error.message, event: trigger.data.tag, runId })
          },
        },
        async () => {
          throw new Error('no way')
        },
      ),
    ])
    const run = await endedRun(engine, await send('doomed', { tag: 'here' }))
    expect(run).toMatchObject({ status: 'Failed', output: { __serialized: true, message: 'no way' } })
    await until(() => failures[0], 'onFailure')
    expect(failures).toEqual([{ message: 'no way', event: 'here', runId: run.run_id }])
    expect(engine.stats().callsMade).toBe(3)
  })

  test('a non-retriable error is not tried again', async () => {
    let tries = 0
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'final', retries: 5, triggers: [{ event: 'final' }] }, async ({ step }) => {
        await step.run('final', () => {
          tries++
          throw new NonRetriableError('give up')
        })
      }),
    ])
    expect(await endedRun(engine, await send('final'))).toMatchObject({ status: 'Failed' })
    expect(tries).toBe(1)
  })

  test('Retry-After wins over the back-off', async () => {
    const at: number[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'later', retries: 2, triggers: [{ event: 'later' }] }, async ({ step }) => {
        await step.run('later', () => {
          at.push(Date.now())
          if (at.length === 1) throw new RetryAfterError('busy', 1_000)
        })
      }),
    ])
    await endedRun(engine, await send('later'))
    const [first = 0, second = 0] = at
    expect(second - first).toBeGreaterThanOrEqual(990)
  })

  test('a checkpoint counts the tries of a call anew', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'counted', triggers: [{ event: 'counted' }] }, async ({ step, runId }) => {
        const attempt = () =>
          withSql(async (sql) => {
            const text = 'SELECT attempt FROM engine.queue WHERE run_id = $1'
            return (await sql.query<{ attempt: number }>(text, [runId])).rows[0]?.attempt
          })
        await withSql((sql) => sql.query('UPDATE engine.queue SET attempt = 2 WHERE run_id = $1', [runId]))
        const before = await step.run('before', attempt)
        return { before, after: await step.run('after', attempt) }
      }),
    ])
    expect(await endedRun(engine, await send('counted'))).toMatchObject({ output: { before: 2, after: 0 } })
  })

  test('a step kind the engine does not do fails the run and says so', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'infers', triggers: [{ event: 'infers' }] }, async ({ step }) =>
        step.ai.infer('think', {
          model: step.ai.models.openai({ model: 'm', apiKey: 'k' }),
          body: { messages: [] },
        }),
      ),
    ])
    const run = await endedRun(engine, await send('infers'))
    expect(run).toMatchObject({
      status: 'Failed',
      output: { message: expect.stringMatching(/"think" is a AIGateway, which .* does not support/) },
    })
  })

  test('an unknown run and an unknown event are told apart from known ones', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'plain', triggers: [{ event: 'plain' }] }, async () => 'done'),
    ])
    const eventId = await send('plain', { x: 1 }, { id: 'my-id' })
    const run = await endedRun(engine, eventId)
    expect((await rest(engine, 'GET', `/v1/runs/${run.run_id}`)).body).toMatchObject({
      data: { run_id: run.run_id, status: 'Completed', output: 'done', event_id: eventId },
    })
    expect((await rest(engine, 'GET', `/v1/events/${eventId}`)).body).toMatchObject({
      data: { internal_id: eventId, id: 'my-id', name: 'plain', data: { x: 1 } },
    })
    expect(await rest(engine, 'GET', '/v1/runs/none')).toMatchObject({ status: 404, body: { status: 404 } })
    expect(await rest(engine, 'GET', '/v1/events/none')).toMatchObject({ status: 404 })
    expect(await rest(engine, 'GET', '/v1/events/none/runs')).toMatchObject({
      status: 200,
      body: { data: [] },
    })
  })
})
