import type { InngestFunction } from 'inngest'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type BuildFunctions,
  buildEngine,
  cleanUp,
  endedRun,
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
            await new Promise((resolve) => setTimeout(resolve, 40))
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

describe('registration', () => {
  const options: [string, Partial<InngestFunction.Options>][] = [
    ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }],
    ['throttle', { throttle: { limit: 1, period: '1s' } }],
    ['debounce', { debounce: { period: '1s' } }],
    ['singleton', { singleton: { mode: 'skip' } }],
    ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }],
    ['priority', { priority: { run: '1' } }],
    ['timeouts', { timeouts: { finish: '1h' } }],
    ['idempotency', { idempotency: 'event.data.id' }],
  ]
  test.each(options)('a function that asks for %s is refused by name', async (option, given) => {
    const { engine, handler } = buildEngine((client) => [
      client.createFunction({ id: 'asks', triggers: [{ event: 'x' }], ...given }, async () => 1),
    ])
    await expect(engine.start(handler)).rejects.toThrow(new RegExp(`app-asks: .*"${option}"`))
    expect(await withSql((sql) => sql.query('SELECT FROM engine.functions'))).toMatchObject({ rowCount: 0 })
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
