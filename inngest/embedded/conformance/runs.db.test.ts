import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withSql } from '../testing/harness'
import {
  endedRun,
  isOurs,
  onlyOurs,
  pause,
  rest,
  runsOf,
  serverUnderTest,
  startApp,
  startOurs,
  until,
  waiting,
} from './testing'

const target = serverUnderTest()
const twoServers = onlyOurs('it needs two servers on one database')
const SETTLE_MS = isOurs ? 100 : 600

interface Failure {
  error: Error
  event: { data: { event: { data: unknown }; run_id: string } }
}

describe('lifecycle events', () => {
  const listening = async () => {
    const name = `runs/${randomUUID()}`
    const told: { name: string; data: Record<string, unknown> }[] = []
    const hears = (event: string, appId: string) => ({
      event,
      if: `event.data.function_id == "${appId}-told"`,
    })
    const app = await startApp(target, (client, { id }) => [
      client.createFunction(
        { id: 'told', retries: 0, checkpointing: false, triggers: [{ event: name }] },
        async ({ event, step }) => {
          if (event.data.waits) await step.waitForEvent('wait', { event: `${name}.never`, timeout: '1h' })
          if (event.data.fails) throw new Error('it broke')
          return { fine: true }
        },
      ),
      client.createFunction(
        {
          id: 'listener',
          triggers: [
            hears('inngest/function.finished', id),
            hears('inngest/function.failed', id),
            hears('inngest/function.cancelled', id),
          ],
        },
        async ({ event }) => void told.push({ name: event.name, data: event.data }),
      ),
    ])
    return { app, told, start: (data: Record<string, unknown>) => app.send(name, data) }
  }

  test('inngest/function.finished when a run completed, with its result and its event', async () => {
    const { app, told, start } = await listening()
    const run = await endedRun(target, await start({ tag: 'here' }))
    await until(() => told.length > 0, 'the event')
    expect(told).toMatchObject([
      {
        name: 'inngest/function.finished',
        data: {
          function_id: `${app.id}-told`,
          run_id: run.run_id,
          result: { fine: true },
          event: { data: { tag: 'here' } },
        },
      },
    ])
  })

  test('inngest/function.failed and inngest/function.finished when it failed, with the error', async () => {
    const { told, start } = await listening()
    const run = await endedRun(target, await start({ fails: true }))
    await until(() => told.length === 2, 'both events')
    expect(told.map(({ name }) => name).sort()).toEqual([
      'inngest/function.failed',
      'inngest/function.finished',
    ])
    for (const { data } of told)
      expect(data).toMatchObject({
        run_id: run.run_id,
        error: { message: 'it broke' },
        event: { data: { fails: true } },
      })
  })

  test('inngest/function.cancelled when it was cancelled', async () => {
    const { app, told, start } = await listening()
    const eventId = await start({ waits: true })
    await waiting(app)
    const [run] = await runsOf(target, eventId)
    await rest(target, 'DELETE', `/v1/runs/${run?.run_id}`)
    await until(() => told.find(({ name }) => name === 'inngest/function.cancelled'), 'the event')
    expect(told.find(({ name }) => name === 'inngest/function.cancelled')?.data).toMatchObject({
      run_id: run?.run_id,
    })
  })

  test('onFailure runs once with the error and the event', async () => {
    const name = `runs/${randomUUID()}`
    const failures: unknown[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        {
          id: 'doomed',
          retries: 1,
          triggers: [{ event: name }],
          onFailure: async ({ error, event }: Failure) => {
            failures.push({ message: error.message, event: event.data.event.data, runId: event.data.run_id })
          },
        },
        async () => {
          throw new Error('no way')
        },
      ),
    ])
    const run = await endedRun(target, await app.send(name, { tag: 'here' }))
    await until(() => failures.length > 0, 'onFailure')
    await pause(SETTLE_MS)
    expect(failures).toMatchObject([{ message: 'no way', event: { tag: 'here' }, runId: run.run_id }])
  })

  test('step.waitForEvent hears them too', async () => {
    const name = `runs/${randomUUID()}`
    const app = await startApp(target, (client, { id }) => [
      client.createFunction({ id: 'watched', triggers: [{ event: `${name}.work` }] }, async () => 'worked'),
      client.createFunction(
        { id: 'watcher', checkpointing: false, triggers: [{ event: name }] },
        async ({ step }) => {
          const finished = await step.waitForEvent('end', {
            event: 'inngest/function.finished',
            if: `async.data.function_id == "${id}-watched"`,
            timeout: '1m',
          })
          return (finished?.data as { run_id: string } | undefined)?.run_id // as the row above shows
        },
      ),
    ])
    const eventId = await app.send(name)
    await waiting(app)
    const watched = await endedRun(target, await app.send(`${name}.work`))
    expect(await endedRun(target, eventId)).toMatchObject({ output: watched.run_id })
  })
})

describe('cancelling', () => {
  const cancellable = async (options: { cancelOn?: { if?: string; timeout?: string } } = {}) => {
    const name = `runs/${randomUUID()}`
    const ran: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        {
          id: 'long',
          triggers: [{ event: name }],
          ...(options.cancelOn ? { cancelOn: [{ event: `${name}.stop`, ...options.cancelOn }] } : {}),
        },
        async ({ event, step }) => {
          await step.waitForEvent('wait', { event: `${name}.wake`, timeout: '1h' })
          await step.run('after', () => void ran.push(event.data.id))
        },
      ),
    ])
    let started = 0
    const start = async (id: string) => {
      const eventId = await app.send(name, { id })
      await waiting(app, ++started)
      return eventId
    }
    return { app, name, ran, start }
  }

  test('DELETE /v1/runs/:id: no further calls, its waits are dropped', async () => {
    const { app, name, ran, start } = await cancellable()
    const eventId = await start('a')
    const [run] = await runsOf(target, eventId)
    await rest(target, 'DELETE', `/v1/runs/${run?.run_id}`)
    expect(await endedRun(target, eventId)).toMatchObject({ status: 'Cancelled' })
    await app.send(`${name}.wake`)
    await pause(SETTLE_MS)
    expect([ran, app.calls.length]).toEqual([[], 1])
  })

  test('a call in flight is not acted on', async () => {
    const name = `runs/${randomUUID()}`
    const ran: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'in-flight', checkpointing: false, triggers: [{ event: name }] },
        async ({ step, runId }) => {
          await step.run('a', async () => {
            ran.push('a')
            await rest(target, 'DELETE', `/v1/runs/${runId}`)
          })
          await step.run('b', () => void ran.push('b'))
        },
      ),
    ])
    const eventId = await app.send(name)
    expect(await endedRun(target, eventId)).toMatchObject({ status: 'Cancelled' })
    await pause(SETTLE_MS)
    expect(ran).toEqual(['a'])
  })

  test('cancelOn ends the runs that its expression matches, and only those', async () => {
    const { app, name, start } = await cancellable({ cancelOn: { if: 'event.data.id == async.data.id' } })
    const [mine, other] = [await start('a'), await start('b')]
    await app.send(`${name}.stop`, { id: 'a' })
    expect(await endedRun(target, mine)).toMatchObject({ status: 'Cancelled' })
    expect(await runsOf(target, other)).toMatchObject([{ status: 'Running' }])
  })
})

describe('several servers on one database', () => {
  twoServers('a cron tick starts one run, with the event inngest/scheduled.timer', async () => {
    const other = await startOurs()
    try {
      const ticks: unknown[] = []
      await startApp(target, (client) => [
        client.createFunction(
          { id: 'ticks', triggers: [{ cron: 'TZ=Europe/Berlin 0 3 1 1 *' }] },
          async ({ event }) => void ticks.push(event),
        ),
      ])
      for (const count of [1, 2]) {
        await withSql((sql) => sql.query('UPDATE engine.crons SET next_at = now()'))
        await until(() => ticks.length === count, `tick ${count}`)
      }
      await pause(SETTLE_MS)
      const event = { name: 'inngest/scheduled.timer', data: { cron: 'TZ=Europe/Berlin 0 3 1 1 *' } }
      expect(ticks).toMatchObject([event, event])
    } finally {
      await other.stop()
    }
  })

  twoServers('an app may register with one and send to the other', async () => {
    const other = await startOurs()
    try {
      const name = `runs/${randomUUID()}`
      const app = await startApp(target, (client) => [
        client.createFunction({ id: 'shared', triggers: [{ event: name }] }, async () => 'shared'),
      ])
      const { body } = await rest(other, 'POST', '/e/key', { name, data: {} })
      const [eventId] = (body as { ids: string[] }).ids // shape: events.db.test.ts
      expect(await endedRun(target, eventId ?? '')).toMatchObject({ output: 'shared' })
      expect(app.calls.length).toBe(1)
    } finally {
      await other.stop()
    }
  })

  twoServers(
    'a function that only another process can call is none of an engine that calls over HTTP',
    async () => {
      await withSql((sql) =>
        sql.query(
          `INSERT INTO engine.functions (id, app_id, config) VALUES ('inside', 'inside', '{"name":"inside"}')`,
        ),
      )
      try {
        await expect(startOurs()).rejects.toThrow(/inside its own process \(function inside\).*--database/)
      } finally {
        await withSql((sql) => sql.query(`DELETE FROM engine.functions WHERE id = 'inside'`))
      }
    },
  )
})
