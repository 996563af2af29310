import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { endedRun, isOurs, outputs, pause, runsOf, serverUnderTest, startApp, until } from './testing'

const target = serverUnderTest()
const SETTLE_MS = isOurs ? 100 : 600

describe('limits', () => {
  test('concurrency keys: runs with one key keep to the limit, other keys go on', async () => {
    const name = `runs/${randomUUID()}`
    const active: Record<string, number> = {}
    const most: Record<string, number> = {}
    let overall = 0
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'limited', concurrency: { limit: 1, key: 'event.data.key' }, triggers: [{ event: name }] },
        async ({ event, step }) => {
          const key: string = event.data.key
          await step.run('work', async () => {
            active[key] = (active[key] ?? 0) + 1
            most[key] = Math.max(most[key] ?? 0, active[key] ?? 0)
            overall = Math.max(overall, (active.a ?? 0) + (active.b ?? 0))
            await pause(150)
            active[key] = (active[key] ?? 0) - 1
          })
        },
      ),
    ])
    const ids = await Promise.all(['a', 'b', 'a', 'b', 'a', 'b'].map((key) => app.send(name, { key })))
    for (const id of ids) expect(await endedRun(target, id)).toMatchObject({ status: 'Completed' })
    expect(most).toEqual({ a: 1, b: 1 })
    expect(overall).toBe(2)
  })

  test('concurrency: up to two rules hold at once, and a limit of 0 is none', async () => {
    const name = `runs/${randomUUID()}`
    let active = 0
    let most = 0
    const app = await startApp(target, (client) => [
      client.createFunction(
        {
          id: 'twice',
          concurrency: [{ limit: 2 }, { limit: 1, key: 'event.data.key' }],
          triggers: [{ event: name }],
        },
        async () => {
          most = Math.max(most, ++active)
          await pause(120)
          active--
        },
      ),
      client.createFunction({ id: 'none', concurrency: 0, triggers: [{ event: name }] }, async () => 'free'),
    ])
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((key) => app.send(name, { key })))
    await until(async () => {
      const runs = (await Promise.all(ids.map((id) => runsOf(target, id)))).flat()
      return runs.length === 8 && runs.every((run) => run.status === 'Completed')
    }, 'all runs')
    expect(most).toBe(2)
  })

  test('concurrency: with scope env, functions share the places of one key', async () => {
    const name = `runs/${randomUUID()}`
    const concurrency = { limit: 1, scope: 'env' as const, key: `"${name}"` }
    let active = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++active)
      await pause(120)
      active--
    }
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'one', concurrency, triggers: [{ event: name }] }, work),
      client.createFunction({ id: 'two', concurrency, triggers: [{ event: name }] }, work),
    ])
    const ids = [await app.send(name), await app.send(name)]
    await until(async () => {
      const runs = (await Promise.all(ids.map((id) => runsOf(target, id)))).flat()
      return runs.length === 4 && runs.every((run) => run.status === 'Completed')
    }, 'all runs')
    expect(most).toBe(1)
  })

  test('idempotency: events for which the key is the same start one run', async () => {
    const name = `runs/${randomUUID()}`
    const started: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'once', idempotency: 'event.data.order', triggers: [{ event: name }] },
        async ({ event }) => void started.push(event.data.order),
      ),
    ])
    for (const order of ['a', 'a', 'b', 'a']) await app.send(name, { order })
    await until(() => started.length >= 2, 'two runs')
    await pause(SETTLE_MS)
    expect(started.sort()).toEqual(['a', 'b'])
  })

  test('priority: of runs that wait for a place, those with more priority go first', async () => {
    const name = `runs/${randomUUID()}`
    const order: number[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'ranked', concurrency: 1, priority: { run: 'event.data.rank' }, triggers: [{ event: name }] },
        async ({ event }) => {
          order.push(event.data.rank)
          if (event.data.holds) await held
        },
      ),
    ])
    const ids = [await app.send(name, { rank: 0, holds: true })]
    await until(() => order.length === 1, 'the run that holds the place')
    for (const rank of [-100, 1, 500]) ids.push(await app.send(name, { rank }))
    await pause(SETTLE_MS)
    release()
    for (const id of ids) await endedRun(target, id)
    expect(order).toEqual([0, 500, 1, -100])
  })

  test('timeouts.finish: a run that takes longer is cancelled', async () => {
    const name = `runs/${randomUUID()}`
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'finishes', timeouts: { finish: '1s' }, triggers: [{ event: name }] },
        async ({ step }) => {
          for (let n = 0; n < 5; n++) await step.sleep(`nap-${n}`, '1s')
        },
      ),
    ])
    expect(await endedRun(target, await app.send(name))).toMatchObject({ status: 'Cancelled' })
  })

  test('timeouts.start: a run that waits longer for its first call is cancelled', async () => {
    const name = `runs/${randomUUID()}`
    const ran: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'starts', concurrency: 1, timeouts: { start: '1s' }, triggers: [{ event: name }] },
        async ({ event }) => {
          ran.push(event.data.id)
          await pause(1_800)
          return event.data.id
        },
      ),
    ])
    const first = await app.send(name, { id: 'first' })
    await until(() => ran.length === 1, 'the first run')
    const second = await app.send(name, { id: 'second' })
    expect(await endedRun(target, second)).toMatchObject({ status: 'Cancelled' })
    const run = await endedRun(target, first)
    expect(outputs('first')).toContainEqual(run.output)
    expect(ran).toEqual(['first'])
  })
})
