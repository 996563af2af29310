import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { endedRun, pause, rest, runsOf, serverUnderTest, startApp, until } from './testing'

const target = serverUnderTest()
const accepted = z.looseObject({ ids: z.array(z.string()), status: z.number() })

async function recording(event: string) {
  const heard: Record<string, unknown>[] = []
  const app = await startApp(target, (client) => [
    client.createFunction({ id: 'heard', triggers: [{ event }] }, async (ctx) => {
      heard.push(ctx.event)
      return 'done'
    }),
  ])
  return {
    app,
    heard,
    post: (body: unknown, headers = {}) => rest(target, 'POST', '/e/any-key', body, headers),
  }
}

describe('events', () => {
  test('POST /e/<key> takes one event or a list, and answers with an id for each', async () => {
    const name = `events/${randomUUID()}`
    const { heard, post } = await recording(name)
    const one = await post({ name, data: { n: 1 } })
    const list = await post([
      { name, data: { n: 2 } },
      { name, data: { n: 3 } },
    ])
    expect(one).toMatchObject({ status: 200, body: { status: 200 } })
    const ids = [...accepted.parse(one.body).ids, ...accepted.parse(list.body).ids]
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) await endedRun(target, id)
    expect(heard.map((event) => event.data)).toEqual(
      expect.arrayContaining([{ n: 1 }, { n: 2 }, { n: 3 }].map((data) => expect.objectContaining(data))),
    )
  })

  test('id, ts, user and v reach the function as they were sent', async () => {
    const name = `events/${randomUUID()}`
    const { heard, post } = await recording(name)
    const id = randomUUID()
    const ts = Date.now() - 5_000
    await post({ name, data: { deep: { a: [1, null, 'é🐾'] } }, id, ts, user: { email: 'a@b.c' }, v: '2' })
    await until(() => heard.length > 0, 'the function')
    expect(heard[0]).toMatchObject({ name, id, ts, v: '2', data: { deep: { a: [1, null, 'é🐾'] } } })
  })

  test('the same id within 24 hours starts nothing twice', async () => {
    const name = `events/${randomUUID()}`
    const { app, heard } = await recording(name)
    const id = randomUUID()
    const first = await app.send(name, {}, { id })
    await endedRun(target, first)
    await app.send(name, {}, { id })
    await endedRun(target, await app.send(name, {}, { id: randomUUID() }))
    expect(heard.map((event) => event.id === id)).toEqual([true, false])
  })

  test('a sending that is repeated with its seed starts nothing twice', async () => {
    const name = `events/${randomUUID()}`
    const { heard, post } = await recording(name)
    const headers = { 'x-inngest-event-id-seed': `${Date.now()},${randomBase64()}` }
    const [first, second] = [
      await post([{ name, data: { n: 1 } }], headers),
      await post([{ name, data: { n: 1 } }], headers),
    ]
    expect(accepted.parse(second.body).ids).toEqual(accepted.parse(first.body).ids)
    const [id] = accepted.parse(first.body).ids
    await endedRun(target, id ?? '')
    await pause(200)
    expect(heard.length).toBe(1)
  })

  test('a ts in the future starts the run then, not before', async () => {
    const name = `events/${randomUUID()}`
    const startedAt: number[] = []
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'later', triggers: [{ event: name }] }, async () => {
        startedAt.push(Date.now())
      }),
    ])
    const ts = Date.now() + 1_500
    await app.send(name, {}, { ts })
    await until(() => startedAt[0], 'the run')
    // An Inngest server starts it up to a tick early.
    expect(startedAt[0]).toBeGreaterThanOrEqual(ts - (process.env.ENGINE_URL ? 200 : 0))
  })

  test('a trigger expression decides which events start the function', async () => {
    const name = `events/${randomUUID()}`
    const started: unknown[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'big', triggers: [{ event: name, if: 'event.data.amount > 10' }] },
        async ({ event }) => void started.push(event.data.amount),
      ),
    ])
    const small = await app.send(name, { amount: 1 })
    await endedRun(target, await app.send(name, { amount: 11 }))
    expect(await runsOf(target, small)).toEqual([])
    expect(started).toEqual([11])
  })

  test.each([
    ['no name', { data: {} }],
    ['data that is no object', { name: 'x', data: 7 }],
    ['no JSON', '{"name":'],
    ['a name of the server itself', { name: 'inngest/function.finished', data: {} }],
  ])('%s is refused', async (_what, body) => {
    const answer = await rest(target, 'POST', '/e/any-key', body)
    const told = z.looseObject({ error: z.string() }).safeParse(answer.body)
    expect([answer.status >= 400, told.success && told.data.error !== '']).toContain(true)
  })
})

function randomBase64(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(10))).toString('base64')
}
