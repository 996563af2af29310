import { afterEach, expect, test } from 'vitest'
import type { EngineOptions } from './engine'
import {
  type BuildFunctions,
  buildEngine,
  cleanUp,
  endedRun,
  gate,
  startEngine,
  type TestEngine,
  until,
} from './testing/harness'

afterEach(cleanUp)

const options: Partial<EngineOptions> = {
  tenantOf: ({ data }) => (typeof data.tenant === 'string' ? data.tenant : ''),
}

const crowd = (count: number, more: object = {}) =>
  Array.from({ length: count }, () => ({ name: 'work', data: { tenant: 'crowd', ...more } }))

test('the one run of a tenant does not wait for the many of another', async () => {
  const ended: string[] = []
  const { client, engine, send } = await startEngine(
    (c) => [
      c.createFunction({ id: 'work', triggers: [{ event: 'work' }] }, async ({ event, step }) => {
        await step.run('work', () => new Promise((resolve) => setTimeout(resolve, 5)))
        ended.push(event.data.tenant)
      }),
    ],
    { ...options, concurrency: 8 },
  )
  await client.send(crowd(150))
  await until(() => ended.length > 10 || undefined, 'the crowd to be under way')
  const before = ended.length
  await endedRun(engine, await send('work', { tenant: 'single' }))
  expect(ended.indexOf('single') - before).toBeLessThan(40)
  await until(() => ended.length === 151 || undefined, 'all to end')
})

test('a tenant whose runs all hang leaves room for another', async () => {
  const hold = gate()
  let hanging = 0
  const { client, engine, send } = await startEngine(
    (c) => [
      c.createFunction({ id: 'work', triggers: [{ event: 'work' }] }, async ({ event, step }) =>
        step.run('work', async () => {
          if (!event.data.hangs) return 'done'
          hanging++
          await hold.opened
          return 'let go'
        }),
      ),
    ],
    { ...options, concurrency: 5 },
  )
  await client.send(crowd(20, { hangs: true }))
  await until(() => hanging === 4 || undefined, 'the places that one tenant may have')
  expect(await endedRun(engine, await send('work', { tenant: 'single' }))).toMatchObject({ output: 'done' })
  expect(hanging).toBe(4)
  hold.open()
  await until(() => hanging === 20 || undefined, 'the others to have their turn')
})

test('a process calls what it takes in while it has room, and leaves to others what it has none for', async () => {
  const by: string[] = []
  const holds = gate()
  const functions =
    (owner: string): BuildFunctions =>
    (c) => [
      c.createFunction({ id: 'work', triggers: [{ event: 'work' }] }, async ({ event, step }) =>
        step.run('work', async () => {
          by.push(owner)
          if (event.data.hangs && owner === 'a') await holds.opened
        }),
      ),
    ]
  const a = await startEngine(functions('a'), { concurrency: 2 })
  await startEngine(functions('b'), { concurrency: 2 })
  for (let n = 0; n < 5; n++) await endedRun(a.engine, await a.send('work'))
  expect(by.filter((owner) => owner === 'a').length).toBeGreaterThanOrEqual(4)
  let hanging = 0
  while (hanging < 2) {
    const before = by.length
    await sendHanging(a, by)
    hanging += by[before] === 'a' ? 1 : 0
  }
  const before = by.length
  await endedRun(a.engine, await a.send('work'))
  expect(by.slice(before)).toEqual(['b'])
  holds.open()
})

/** Sends a run that hangs in the first process, and waits until somebody has begun it. */
async function sendHanging(a: TestEngine, by: string[]): Promise<void> {
  const before = by.length
  await a.send('work', { hangs: true })
  await until(() => by.length > before || undefined, 'the call')
}

test('what all processes have before them can be seen', async () => {
  const hold = gate()
  const sender = buildEngine(() => [])
  const { engine, client } = await startEngine(
    (c) => [
      c.createFunction({ id: 'work', triggers: [{ event: 'work' }] }, async ({ event, step }) => {
        if (event.data.sleeps) await step.sleep('nap', '1h')
        await step.run('work', () => hold.opened)
      }),
    ],
    { concurrency: 1 },
  )
  await client.send({ name: 'work', data: { sleeps: true } })
  await until(async () => (await engine.inspect()).waiting === 1 || undefined, 'the sleep')
  await client.send(crowd(3))
  await until(async () => (await engine.inspect()).inFlight === 1 || undefined, 'the call')
  expect(await sender.engine.inspect()).toMatchObject({ queueDepth: 2, waiting: 1, inFlight: 1, owners: 1 })
  expect((await engine.inspect()).oldestDueMs).toBeGreaterThan(0)
  hold.open()
})
