import { createHash } from 'node:crypto'
import { NonRetriableError, RetryAfterError } from 'inngest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Build,
  endedRun,
  onlyOurs,
  outputs,
  RETRY_MS,
  rest,
  runsOf,
  serverUnderTest,
  startApp,
  until,
} from './testing'

const target = serverUnderTest()
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

/** A function that is called anew after each step, as without checkpoints. */
const stepwise =
  (event: string): Build =>
  (client) => [
    client.createFunction(
      { id: 'stepwise', retries: 2, checkpointing: false, triggers: [{ event }] },
      async ({ step }) => {
        const a: string = await step.run('a', () => 'A')
        const again: string = await step.run('a', () => 'A again')
        return [a, again]
      },
    ),
  ]

describe('a call', () => {
  test('names the function and the step in its URL and carries event, state and context', async () => {
    const app = await startApp(target, stepwise('calls/shape'))
    const eventId = await app.send('calls/shape', { n: 1 })
    const run = await endedRun(target, eventId)
    const [first] = app.calls
    expect(first?.url.pathname).toBe('/api/inngest')
    expect(first?.url.searchParams.get('fnId')).toBe(`${app.id}-stepwise`)
    expect(first?.url.searchParams.get('stepId')).toBe('step')
    expect(first?.headers.get('x-inngest-server-kind')).toBe('dev')
    expect(first?.body).toMatchObject({
      version: expect.any(Number),
      event: { name: 'calls/shape', data: { n: 1 } },
      events: [{ name: 'calls/shape' }],
      steps: {},
      ctx: {
        run_id: expect.stringMatching(ULID),
        attempt: 0,
        max_attempts: 3,
        disable_immediate_execution: false,
        use_api: false,
      },
    })
    expect(first?.body.ctx?.run_id).toBe(run.run_id)
    expect(first?.body.ctx?.qi_id).toBeTruthy()
  })

  test('gives back the results of steps under the hash of their ids, repeats as id:n, in order', async () => {
    const app = await startApp(target, stepwise('calls/state'))
    const run = await endedRun(target, await app.send('calls/state'))
    expect(run.output).toEqual(['A', 'A again'])
    const last = app.calls.at(-1)
    expect(Object.keys(last?.body.steps ?? {}).sort()).toEqual([sha1('a'), sha1('a:1')].sort())
    expect(last?.body.steps[sha1('a')]).toMatchObject({ data: 'A' })
    expect(last?.body.steps[sha1('a:1')]).toMatchObject({ data: 'A again' })
    expect(last?.body.ctx?.stack?.stack).toEqual([sha1('a'), sha1('a:1')])
    expect(app.calls.map((call) => call.body.ctx?.run_id)).toEqual(app.calls.map(() => run.run_id))
  })

  onlyOurs('its bound on state is another one')('fetches a large state through the API', async () => {
    const large = 'x'.repeat(1_500_000)
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'large', checkpointing: false, triggers: [{ event: 'calls/large' }] },
        async ({ event, step }) => {
          const parts: string[] = []
          for (let n = 0; n < 3; n++) parts.push(await step.run(`part-${n}`, () => `${n}${large}`))
          return { sizes: parts.map((part) => part.length), event: event.data.small }
        },
      ),
    ])
    const run = await endedRun(target, await app.send('calls/large', { small: 1 }))
    expect(run.output).toEqual({ sizes: [0, 1, 2].map(() => large.length + 1), event: 1 })
    expect(app.calls.map((call) => call.body.ctx?.use_api)).toEqual([false, false, false, true])
    expect(app.calls.at(-1)?.body.steps).toEqual({})
    expect(app.asked.map((asked) => asked.path)).toEqual(
      expect.arrayContaining([`/v0/runs/${run.run_id}/actions`, `/v0/runs/${run.run_id}/batch`]),
    )
  })

  test('GET /v0/runs/:id/actions and /batch give the state and the events of a run', async () => {
    const seen: { status: number; body: unknown }[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'looks', checkpointing: false, triggers: [{ event: 'calls/api' }] },
        async ({ step, runId }) => {
          await step.run('first', () => ({ n: 1 }))
          await step.run('second', async () => {
            seen.push(await rest(target, 'GET', `/v0/runs/${runId}/actions`))
            seen.push(await rest(target, 'GET', `/v0/runs/${runId}/batch`))
          })
        },
      ),
    ])
    await endedRun(target, await app.send('calls/api', { tag: 'here' }))
    const [actions, batch] = seen
    expect(JSON.stringify(actions?.body)).toContain(sha1('first'))
    expect(batch).toMatchObject({ status: 200, body: [{ name: 'calls/api', data: { tag: 'here' } }] })
  })
})

describe('an answer', () => {
  const failing = (event: string, retries: 0 | 1 | 2 | 3, fail: (attempt: number) => unknown): Build => {
    return (client) => [
      client.createFunction(
        { id: 'fails', retries, checkpointing: false, triggers: [{ event }] },
        async (ctx) => fail(ctx.attempt),
      ),
    ]
  }

  test('200: the body is the output of the run', async () => {
    const app = await startApp(
      target,
      failing('calls/ok', 0, () => ({ fine: [1, null] })),
    )
    expect(await endedRun(target, await app.send('calls/ok'))).toMatchObject({
      status: 'Completed',
      output: { fine: [1, null] },
    })
  })

  test('201: the answer is at the end of what the app streams', async () => {
    const app = await startApp(
      target,
      failing('calls/streamed', 1, (attempt) => {
        if (attempt === 0) throw new Error('first try')
        return { attempt }
      }),
      { streaming: true },
    )
    expect(await endedRun(target, await app.send('calls/streamed'))).toMatchObject({
      status: 'Completed',
      output: { attempt: 1 },
    })
  })

  test('500: it is called again, attempt by attempt, until its tries are used up', async () => {
    const attempts: number[] = []
    const app = await startApp(
      target,
      failing('calls/500', 2, (attempt) => {
        attempts.push(attempt)
        throw new Error('broken')
      }),
    )
    const run = await endedRun(target, await app.send('calls/500'))
    expect(run).toMatchObject({ status: 'Failed', output: { name: 'Error', message: 'broken' } })
    expect(attempts).toEqual([0, 1, 2])
  })

  test('500 with retry-after: it is called again then', async () => {
    const at: number[] = []
    const app = await startApp(
      target,
      failing('calls/after', 1, () => {
        at.push(Date.now())
        if (at.length === 1) throw new RetryAfterError('busy', 2_000)
        return 'done'
      }),
    )
    expect(await endedRun(target, await app.send('calls/after'))).toMatchObject({ status: 'Completed' })
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_900)
  })

  test('400 with x-inngest-no-retry: the run has failed', async () => {
    const attempts: number[] = []
    const app = await startApp(
      target,
      failing('calls/400', 3, (attempt) => {
        attempts.push(attempt)
        throw new NonRetriableError('for good')
      }),
    )
    const run = await endedRun(target, await app.send('calls/400'))
    expect(run).toMatchObject({ status: 'Failed', output: { message: 'for good' } })
    expect(attempts).toEqual([0])
  })

  test.each([
    [
      'HTML',
      () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    ],
    ['404', () => new Response('Not found', { status: 404 })],
  ])('%s that the SDK did not write: it is called again', async (_what, intercepted) => {
    let calls = 0
    const app = await startApp(
      target,
      failing('calls/foreign', 2, () => 'done'),
      {
        intercept: (call) => (call.method === 'POST' && ++calls === 1 ? intercepted() : undefined),
      },
    )
    const run = await endedRun(target, await app.send('calls/foreign'))
    expect(run).toMatchObject({ status: 'Completed', output: 'done' })
    expect(calls).toBe(2)
  })

  test('that the SDK never writes: the run fails with a reason', async () => {
    const app = await startApp(
      target,
      failing('calls/never', 1, () => 'done'),
      {
        intercept: (call) =>
          call.method === 'POST' ? new Response('<h1>No</h1>', { status: 502 }) : undefined,
      },
    )
    const run = await endedRun(target, await app.send('calls/never'))
    expect(run.status).toBe('Failed')
    const { message } = z.looseObject({ message: z.string() }).parse(run.output)
    expect(message).not.toBe('')
    expect(app.calls.length).toBe(2)
  })

  test('with a fixed retry interval, tries are that far apart', async () => {
    const at: number[] = []
    const app = await startApp(
      target,
      failing('calls/interval', 1, () => {
        at.push(Date.now())
        throw new Error('again')
      }),
    )
    await endedRun(target, await app.send('calls/interval'))
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(RETRY_MS - 20)
  })

  test('while the app is away the run waits for it', async () => {
    let isAway = true
    const app = await startApp(
      target,
      failing('calls/away', 3, () => 'back'),
      {
        intercept: (call) => {
          if (call.method !== 'POST' || !isAway) return undefined
          throw new Error('the connection breaks')
        },
      },
    )
    const eventId = await app.send('calls/away')
    await until(() => app.calls.length > 0, 'the first call')
    expect((await runsOf(target, eventId)).map((run) => run.status)).toEqual(['Running'])
    isAway = false
    const run = await endedRun(target, eventId)
    expect(outputs('back')).toContainEqual(run.output)
  })
})
