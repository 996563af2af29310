import type { InngestFunction } from 'inngest'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type BuildFunctions,
  buildEngine,
  cleanUp,
  endedRun,
  gate,
  runsOf,
  startEngine,
  until,
  withSql,
} from './testing/harness'

afterEach(cleanUp)

describe('crons', () => {
  test('a tick starts one run, however many processes', async () => {
    const ticks: unknown[] = []
    const functions: BuildFunctions = (client) => [
      client.createFunction(
        { id: 'relay', triggers: [{ cron: 'TZ=Europe/Berlin 0 3 1 1 *' }] },
        async ({ event }) => {
          ticks.push(event.data)
        },
      ),
    ]
    await Promise.all([startEngine(functions), startEngine(functions)])
    const tick = () => withSql((sql) => sql.query('UPDATE engine.crons SET next_at = now()'))
    const runs = () => withSql(async (sql) => (await sql.query(`SELECT status FROM engine.runs`)).rows)
    await tick()
    await until(() => ticks[0], 'the first tick')
    await tick()
    await until(() => ticks[1], 'the second tick')
    const { rows } = await withSql((sql) => sql.query('SELECT next_at > now() AS ahead FROM engine.crons'))
    expect(rows).toEqual([{ ahead: true }])
    expect(ticks).toEqual([{ cron: 'TZ=Europe/Berlin 0 3 1 1 *' }, { cron: 'TZ=Europe/Berlin 0 3 1 1 *' }])
    expect(await runs()).toHaveLength(2)
  })
})

describe('concurrency', () => {
  test('calls with one key keep to the limit across two processes, other keys go on', async () => {
    const active = new Map<string, number>()
    let most = 0
    let mostOverall = 0
    const functions: BuildFunctions = (client) => [
      client.createFunction(
        {
          id: 'limited',
          concurrency: { limit: 2, key: 'event.data.tenant' },
          triggers: [{ event: 'limited' }],
        },
        async ({ event, step }) => {
          const tenant: string = event.data.tenant
          await step.run('work', async () => {
            active.set(tenant, (active.get(tenant) ?? 0) + 1)
            most = Math.max(most, active.get(tenant) ?? 0)
            mostOverall = Math.max(
              mostOverall,
              [...active.values()].reduce((sum, n) => sum + n, 0),
            )
            // Until calls of both keys are under way: only then is it the key that limits.
            await until(() => mostOverall > 2, 'calls of another key to go on')
            active.set(tenant, (active.get(tenant) ?? 0) - 1)
          })
        },
      ),
    ]
    const [first] = await Promise.all([startEngine(functions), startEngine(functions)])
    const tenants = ['a', 'b']
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, n) => first.send('limited', { tenant: tenants[n % 2] })),
    )
    for (const id of ids) expect(await endedRun(first.engine, id)).toMatchObject({ status: 'Completed' })
    expect(most).toBe(2)
    expect(mostOverall).toBeGreaterThan(2)
  })

  test('a sleeping run holds no slot', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'single', concurrency: 1, triggers: [{ event: 'single' }] },
        async ({ event, step }) => {
          if (event.data.sleeps) await step.sleep('nap', '1h')
          return 'done'
        },
      ),
    ])
    await send('single', { sleeps: true })
    expect(await endedRun(engine, await send('single', { sleeps: false }))).toMatchObject({ output: 'done' })
  })
})

describe('timeouts', () => {
  const cancelled = (engine: Parameters<typeof endedRun>[0], eventId: string) =>
    endedRun(engine, eventId).then(({ status }) => status)

  test('a run that takes longer than timeouts.finish, counted from its first call, is cancelled', async () => {
    const ledger: string[] = []
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'slow', timeouts: { finish: '2s' }, triggers: [{ event: 'slow' }] },
        async ({ event, step }) => {
          await step.sleep('nap', event.data.nap)
          ledger.push(event.data.nap)
        },
      ),
    ])
    const [late, quick] = [await send('slow', { nap: '1h' }), await send('slow', { nap: 0 })]
    expect(await cancelled(engine, quick)).toBe('Completed')
    expect(await cancelled(engine, late)).toBe('Cancelled')
    expect(ledger).toEqual([0])
  })

  test('a run whose first call began late has its whole time from then on', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'late', timeouts: { finish: '1h' }, triggers: [{ event: 'late' }] },
        async ({ step }) => step.waitForEvent('wait', { event: 'never', timeout: '1d' }),
      ),
    ])
    const eventId = await send('late')
    const look = () =>
      withSql((sql) => sql.query(`UPDATE engine.waits SET due_at = now() WHERE kind = 'finish'`))
    const isLookedAtLater = () =>
      withSql(async (sql) => {
        const text = `SELECT FROM engine.waits WHERE kind = 'finish' AND due_at > now() + interval '50 minutes'`
        return (await sql.query(text)).rowCount === 1
      })
    await until(async () => (await runsOf(engine, eventId))[0]?.status === 'Running', 'the first call')
    await look()
    await until(isLookedAtLater, 'the next look')
    expect(await runsOf(engine, eventId)).toMatchObject([{ status: 'Running' }])
    await withSql((sql) => sql.query(`UPDATE engine.runs SET started_at = now() - interval '61 minutes'`))
    await look()
    expect(await endedRun(engine, eventId)).toMatchObject({ status: 'Cancelled' })
  })

  test('a run that waits longer than timeouts.start for its first call is cancelled, one that began is not', async () => {
    const hold = gate()
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'queued', concurrency: 1, timeouts: { start: '1s' }, triggers: [{ event: 'queued' }] },
        async ({ event }) => {
          if (event.data.holds) await hold.opened
        },
      ),
    ])
    const first = await send('queued', { holds: true })
    await until(() => (engine.stats().inFlight === 1 ? true : undefined), 'the first call')
    const second = await send('queued', { holds: false })
    expect(await cancelled(engine, second)).toBe('Cancelled')
    hold.open()
    expect(await cancelled(engine, first)).toBe('Completed')
  })
})

describe('idempotency', () => {
  test('events with the same key start one run within 24 hours, and another one after', async () => {
    const { engine, send } = await startEngine((client) => [
      client.createFunction(
        { id: 'once', idempotency: 'event.data.order', triggers: [{ event: 'once' }] },
        async ({ event }) => event.data.order,
      ),
      client.createFunction({ id: 'each', triggers: [{ event: 'once' }] }, async () => 'each'),
    ])
    const names = async (eventId: string) =>
      (await runsOf(engine, eventId)).map((run) => run.function_id).sort()
    expect(await names(await send('once', { order: 'a' }))).toEqual(['app-each', 'app-once'])
    expect(await names(await send('once', { order: 'a' }))).toEqual(['app-each'])
    expect(await names(await send('once', { order: 'b' }))).toEqual(['app-each', 'app-once'])
    expect(await names(await send('once', {}))).toEqual(['app-each', 'app-once'])
    expect(await names(await send('once', {}))).toEqual(['app-each', 'app-once'])
    await withSql((sql) => sql.query(`UPDATE engine.idempotency SET seen_at = now() - interval '25 hours'`))
    expect(await names(await send('once', { order: 'a' }))).toEqual(['app-each', 'app-once'])
  })
})

describe('priority', () => {
  test('of runs that wait for a place, those with more priority go first', async () => {
    const hold = gate()
    const order: number[] = []
    const { engine, send } = await startEngine(
      (client) => [
        client.createFunction({ id: 'busy', triggers: [{ event: 'busy' }] }, () => hold.opened),
        client.createFunction(
          { id: 'ranked', priority: { run: 'event.data.rank' }, triggers: [{ event: 'ranked' }] },
          async ({ event }) => void order.push(event.data.rank),
        ),
      ],
      { concurrency: 1 },
    )
    await send('busy')
    await until(() => (engine.stats().inFlight === 1 ? true : undefined), 'the call that holds the place')
    const ids: string[] = []
    for (const rank of [-10, 0, 600, 20]) ids.push(await send('ranked', { rank }))
    hold.open()
    for (const id of ids) await endedRun(engine, id)
    expect(order).toEqual([600, 20, 0, -10])
  })
})

describe('registration', () => {
  const options: [string, Partial<InngestFunction.Options>][] = [
    ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }],
    ['throttle', { throttle: { limit: 1, period: '1s' } }],
    ['debounce', { debounce: { period: '1s' } }],
    ['singleton', { singleton: { mode: 'skip' } }],
    ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
  ]
  test.each(options)('a function that asks for %s is refused by name', async (option, given) => {
    const { engine, handler } = buildEngine((client) => [
      client.createFunction({ id: 'asks', triggers: [{ event: 'x' }], ...given }, async () => 1),
    ])
    await expect(engine.start(handler)).rejects.toThrow(new RegExp(`app-asks: .*"${option}"`))
    expect(await withSql((sql) => sql.query('SELECT FROM engine.functions'))).toMatchObject({ rowCount: 0 })
  })

  test.each([
    ['priority', { priority: { run: 'event.data.' } }, /CEL expression `event.data.` does not parse/],
    ['idempotency', { idempotency: '((' }, /CEL expression `\(\(` does not parse/],
    ['timeouts', { timeouts: { start: 'soon' as '1s' } }, /timeouts.start "soon" is not a duration/],
    ['timeouts', { timeouts: { finish: 'late' as '1s' } }, /timeouts.finish "late" is not a duration/],
  ])('a %s that means nothing is refused', async (_option, given, reason) => {
    const { engine, handler } = buildEngine((client) => [
      client.createFunction({ id: 'asks', triggers: [{ event: 'x' }], ...given }, async () => 1),
    ])
    await expect(engine.start(handler)).rejects.toThrow(reason)
  })

  test('every problem is named at once', async () => {
    const { engine, handler } = buildEngine((client) => [
      client.createFunction({ id: 'a', triggers: [{ event: 'x', if: 'event.data.' }] }, async () => 1),
      client.createFunction({ id: 'b', triggers: [{ cron: '61 * * * *' }] }, async () => 1),
    ])
    await expect(engine.start(handler)).rejects.toThrow(
      /app-a: The CEL expression .*app-b: The cron expression/,
    )
  })

  test('a changed function takes effect, one that is gone is triggered no more', async () => {
    const before = await startEngine((client) => [
      client.createFunction({ id: 'kept', triggers: [{ event: 'old' }] }, async () => 'old'),
      client.createFunction({ id: 'gone', triggers: [{ event: 'old' }] }, async () => 'gone'),
    ])
    await before.engine.stop()
    const { engine, send } = await startEngine((client) => [
      client.createFunction({ id: 'kept', triggers: [{ event: 'new' }] }, async () => 'new'),
    ])
    await send('old')
    expect(await endedRun(engine, await send('new'))).toMatchObject({ output: 'new' })
    expect(await withSql((sql) => sql.query('SELECT FROM engine.runs'))).toMatchObject({ rowCount: 1 })
  })
})
