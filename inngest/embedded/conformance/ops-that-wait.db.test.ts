import { createHash, randomUUID } from 'node:crypto'
import { referenceFunction } from 'inngest'
import { describe, expect, test } from 'vitest'
import { endedRun, rest, runsOf, serverUnderTest, startApp, waiting } from './testing'

const target = serverUnderTest()
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

describe('Sleep', () => {
  test('the run goes on after the duration, not before, and is told null', async () => {
    const at: number[] = []
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'sleeps', triggers: [{ event: 'ops/sleep' }] }, async ({ step }) => {
        await step.run('before', () => void at.push(Date.now()))
        await step.sleep('nap', '1s')
        await step.run('after', () => void at.push(Date.now()))
      }),
    ])
    await endedRun(target, await app.send('ops/sleep'))
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(950)
    const memo = app.calls.at(-1)?.body.steps[sha1('nap')]
    expect([null, { data: null }]).toContainEqual(memo)
  })

  test('until a date', async () => {
    const dueMs = Date.now() + 1_200
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'until', triggers: [{ event: 'ops/until' }] }, async ({ step }) => {
        await step.sleepUntil('due', new Date(dueMs))
        return step.run('woke', () => Date.now())
      }),
    ])
    await endedRun(target, await app.send('ops/until'))
    expect(Date.now()).toBeGreaterThanOrEqual(dueMs)
  })
})

describe('WaitForEvent', () => {
  const waiter = (name: string, options: { if?: string; match?: string; timeout: string }) =>
    startApp(target, (client) => [
      client.createFunction(
        { id: 'waits', checkpointing: false, triggers: [{ event: `${name}.start` }] },
        async ({ step }) => {
          const woken = await step.waitForEvent('wait', { event: `${name}.wake`, ...options })
          return woken === null ? 'nothing' : woken
        },
      ),
    ])

  test('the whole event is memoised; in `if`, event is the trigger and async the incoming one', async () => {
    const name = `ops/${randomUUID()}`
    const app = await waiter(name, {
      if: 'event.data.id == async.data.id && async.data.n > 1',
      timeout: '1m',
    })
    const [mine, other] = [
      await app.send(`${name}.start`, { id: 'one' }),
      await app.send(`${name}.start`, { id: 'two' }),
    ]
    await waiting(app, 2)
    await app.send(`${name}.wake`, { id: 'one', n: 1 })
    await app.send(`${name}.wake`, { id: 'one', n: 2, why: 'approved' })
    const run = await endedRun(target, mine)
    expect(run.output).toMatchObject({ name: `${name}.wake`, data: { id: 'one', n: 2, why: 'approved' } })
    expect(await runsOf(target, other)).toMatchObject([{ status: 'Running' }])
  })

  test('`match` compares one field of both', async () => {
    const name = `ops/${randomUUID()}`
    const app = await waiter(name, { match: 'data.id', timeout: '1m' })
    const eventId = await app.send(`${name}.start`, { id: 'm' })
    await waiting(app)
    await app.send(`${name}.wake`, { id: 'other' })
    await app.send(`${name}.wake`, { id: 'm', n: 1 })
    expect((await endedRun(target, eventId)).output).toMatchObject({ data: { id: 'm', n: 1 } })
  })

  test('at the timeout it is null', async () => {
    const name = `ops/${randomUUID()}`
    const app = await waiter(name, { timeout: '1s' })
    expect(await endedRun(target, await app.send(`${name}.start`))).toMatchObject({ output: 'nothing' })
  })
})

describe('WaitForSignal', () => {
  const signalled = async (onConflict: 'fail' | 'replace', timeout = '1m') => {
    const name = `ops/${randomUUID()}`
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'signalled', retries: 0, checkpointing: false, triggers: [{ event: name }] },
        async ({ event, step }) => {
          const signal: string = event.data.signal
          return (await step.waitForSignal('bell', { signal, timeout, onConflict })) ?? 'nothing'
        },
      ),
    ])
    const send = (signal: string) => app.send(name, { signal })
    let started = 0
    return {
      app,
      send,
      /** Until its step waits. */
      async start(signal: string) {
        const eventId = await send(signal)
        await waiting(app, ++started)
        return eventId
      },
    }
  }

  test('POST /v1/signals wakes the step that waits, with its data, and names the run', async () => {
    const { start } = await signalled('fail')
    const signal = randomUUID()
    const eventId = await start(signal)
    const answer = await rest(target, 'POST', '/v1/signals', { signal, data: { n: 1 } })
    const run = await endedRun(target, eventId)
    expect(answer).toMatchObject({ status: 200, body: { data: { run_id: run.run_id } } })
    expect(run.output).toEqual({ signal, data: { n: 1 } })
  })

  test('the SDK sends signals; nobody waiting is no error', async () => {
    const { app, start } = await signalled('fail')
    const signal = randomUUID()
    expect(await app.client.sendSignal({ signal, data: 1 })).toEqual({ runId: undefined })
    const eventId = await start(signal)
    expect((await app.client.sendSignal({ signal, data: 2 })).runId).toBeTruthy()
    expect(await endedRun(target, eventId)).toMatchObject({ output: { data: 2 } })
    expect((await rest(target, 'POST', '/v1/signals', { signal, data: 3 })).status).toBe(404)
  })

  test('at the timeout it is null', async () => {
    const { send } = await signalled('fail', '1s')
    expect(await endedRun(target, await send(randomUUID()))).toMatchObject({ output: 'nothing' })
  })

  test('conflict fail: a second step that waits for the same signal fails', async () => {
    const { app, send, start } = await signalled('fail')
    const signal = randomUUID()
    const first = await start(signal)
    const second = await send(signal)
    expect(await endedRun(target, second)).toMatchObject({
      status: 'Failed',
      output: { message: expect.stringMatching(/conflict/i) },
    })
    await app.client.sendSignal({ signal, data: 'first' })
    expect(await endedRun(target, first)).toMatchObject({ output: { data: 'first' } })
  })

  test('conflict replace: the signal goes to the second, the first waits for its timeout', async () => {
    const { app, start } = await signalled('replace', '3s')
    const signal = randomUUID()
    const first = await start(signal)
    const second = await start(signal)
    await app.client.sendSignal({ signal, data: 'second' })
    expect(await endedRun(target, second)).toMatchObject({ output: { data: 'second' } })
    expect(await endedRun(target, first)).toMatchObject({ output: 'nothing' })
  })
})

describe('InvokeFunction', () => {
  const invoking = (timeout?: string) =>
    startApp(target, (client, { id: appId }) => [
      client.createFunction(
        { id: 'child', retries: 0, checkpointing: false, triggers: [{ event: 'ops/never-sent' }] },
        async ({ event, step }) => {
          if (event.data.fails) throw new Error('the child broke')
          if (event.data.sleeps) await step.sleep('nap', '1h')
          return { name: event.name, n: event.data.n + 1 }
        },
      ),
      client.createFunction(
        { id: 'parent', retries: 0, checkpointing: false, triggers: [{ event: 'ops/parent' }] },
        async ({ event, step }) => {
          const { functionId = 'child', ...data } = event.data
          const called = referenceFunction({ appId, functionId })
          return step.invoke('call', { function: called, data, ...(timeout ? { timeout } : {}) })
        },
      ),
    ])

  test('runs it through inngest/function.invoked and memoises its output as data', async () => {
    const app = await invoking()
    const run = await endedRun(target, await app.send('ops/parent', { n: 1 }))
    expect(run).toMatchObject({ status: 'Completed', output: { name: 'inngest/function.invoked', n: 2 } })
    const child = app.calls.find((call) => call.url.searchParams.get('fnId') === `${app.id}-child`)
    expect(child?.body.event).toMatchObject({ name: 'inngest/function.invoked', data: { n: 1 } })
    expect(app.calls.at(-1)?.body.steps[sha1('call')]).toMatchObject({ data: { n: 2 } })
  })

  test('its failure is memoised as error', async () => {
    const app = await invoking()
    const run = await endedRun(target, await app.send('ops/parent', { fails: true }))
    expect(run.status).toBe('Failed')
    expect(JSON.stringify(run.output)).toContain('the child broke')
  })

  test('at the timeout the step fails, and the function that was invoked goes on', async () => {
    const app = await invoking('1s')
    const run = await endedRun(target, await app.send('ops/parent', { sleeps: true }))
    expect(run.status).toBe('Failed')
    expect(JSON.stringify(run.output)).toMatch(/Timed out waiting for invoked function/)
    const childId = app.calls.find((call) => call.url.searchParams.get('fnId')?.endsWith('-child'))?.body.ctx
      ?.run_id
    expect((await rest(target, 'GET', `/v1/runs/${childId}`)).body).toMatchObject({
      data: { status: 'Running' },
    })
  })

  test('a function that nobody registered fails the step, by its name', async () => {
    const app = await invoking()
    const run = await endedRun(target, await app.send('ops/parent', { functionId: 'unknown' }))
    expect(run.status).toBe('Failed')
    expect(JSON.stringify(run.output)).toMatch(/could not find function.*-unknown/)
  })
})
