import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, endedRun, note, rest, runsOf, startEngine, until, withSql } from './testing/harness'

afterEach(cleanUp)

function waiting(kind: string, count = 1): Promise<true> {
  return until(
    () =>
      withSql(async (sql) => {
        const text = 'SELECT count(*)::int AS n FROM engine.waits WHERE kind = $1'
        return (await sql.query(text, [kind])).rows[0].n >= count ? true : undefined
      }),
    `${count} waits of kind ${kind}`,
  )
}

describe('invoking a function', () => {
  test('several at once each run once, although the step is reported with each discovery', async () => {
    const ledger: number[] = []
    const { engine, send } = await startEngine((client) => {
      const child = client.createFunction(
        { id: 'child', triggers: [{ event: 'child' }] },
        async ({ event, step }) => step.run('work', () => note(ledger, event.data.n, event.data.n * 10)),
      )
      return [
        child,
        client.createFunction({ id: 'parent', triggers: [{ event: 'parent' }] }, async ({ step }) =>
          Promise.all(
            [1, 2, 3].map(async (n) => {
              const given: number = await step.invoke(`call-${n}`, { function: child, data: { n } })
              return step.run(`after-${n}`, () => given + 1)
            }),
          ),
        ),
      ]
    })
    expect(await endedRun(engine, await send('parent'))).toMatchObject({ output: [11, 21, 31] })
    expect(ledger.sort()).toEqual([1, 2, 3])
  })

  test('a cancelled run lets what it invoked go on, and is not called again', async () => {
    const ledger: string[] = []
    const { engine, send } = await startEngine((client) => {
      const child = client.createFunction({ id: 'child', triggers: [] }, async ({ step }) => {
        await step.waitForEvent('wait', { event: 'go', timeout: '1h' })
        ledger.push('child')
      })
      return [
        child,
        client.createFunction({ id: 'parent', triggers: [{ event: 'parent' }] }, async ({ step }) => {
          await step.invoke('call', { function: child, data: {} })
          ledger.push('parent')
        }),
      ]
    })
    const eventId = await send('parent')
    await waiting('event')
    const [run] = await runsOf(engine, eventId)
    expect(await rest(engine, 'DELETE', `/v1/runs/${run?.run_id}`)).toMatchObject({ status: 204 })
    await send('go')
    await until(() => ledger[0], 'the invoked run')
    await until(() => (engine.stats().inFlight === 0 ? true : undefined), 'all calls to end')
    expect(ledger).toEqual(['child'])
    expect(await runsOf(engine, eventId)).toMatchObject([{ status: 'Cancelled' }])
  })

  test('a function whose idempotency key was seen is not started, and the step fails at once', async () => {
    const { engine, send } = await startEngine((client) => {
      const child = client.createFunction(
        { id: 'child', idempotency: 'event.data.key', triggers: [] },
        async () => 'done',
      )
      return [
        child,
        client.createFunction(
          { id: 'parent', retries: 0, triggers: [{ event: 'parent' }] },
          async ({ step }) => {
            await step.invoke('first', { function: child, data: { key: 'k' } })
            await step.invoke('second', { function: child, data: { key: 'k' } })
          },
        ),
      ]
    })
    expect(await endedRun(engine, await send('parent'))).toMatchObject({
      status: 'Failed',
      output: { message: expect.stringContaining('idempotency key') },
    })
  })
})

describe('signals', () => {
  test('a signal named like an event is neither heard by it nor wakes it', async () => {
    const { engine, client, send } = await startEngine((c) => [
      c.createFunction({ id: 'both', triggers: [{ event: 'both' }] }, async ({ step }) => {
        const [event, signal] = await Promise.all([
          step.waitForEvent('event', { event: 'bell', timeout: '1h' }),
          step.waitForSignal('signal', { signal: 'bell', timeout: '1h', onConflict: 'fail' }),
        ])
        return { event: event?.data, signal: signal?.data }
      }),
    ])
    const eventId = await send('both')
    await Promise.all([waiting('event'), waiting('signal')])
    await send('bell', { by: 'event' })
    await waiting('signal')
    await client.sendSignal({ signal: 'bell', data: { by: 'signal' } })
    expect(await endedRun(engine, eventId)).toMatchObject({
      output: { event: { by: 'event' }, signal: { by: 'signal' } },
    })
  })
})
