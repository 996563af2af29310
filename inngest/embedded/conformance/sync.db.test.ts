import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hashSigningKey } from '../protocol/signature'
import {
  type Build,
  endedRun,
  onlyOurs,
  outputs,
  rest,
  runsOf,
  serverUnderTest,
  startApp,
  startOurs,
  until,
} from './testing'

const target = serverUnderTest()
const inProcess = onlyOurs('it asks the server to act from inside the test process')
const signedOnly = onlyOurs('it needs a server that was started with keys')
const refusing = onlyOurs('Inngest serves these options')

const replying =
  (fnId: string, event: string, reply: string): Build =>
  (client) => [client.createFunction({ id: fnId, triggers: [{ event }] }, async () => reply)]

describe('sync', () => {
  test('out of band: PUT makes the app register itself, and its functions are triggered from then on', async () => {
    const app = await startApp(target, replying('hello', 'sync/hello', 'hi'), { isSynced: false })
    expect(await app.sync()).toMatchObject({ status: 200 })
    expect(app.asked).toContainEqual({ method: 'POST', path: '/fn/register', status: 200 })
    const run = await endedRun(target, await app.send('sync/hello'))
    expect(outputs('hi')).toContainEqual(run.output)
  })

  inProcess('in band: the functions are in the answer to PUT', async () => {
    const app = await startApp(target, replying('hello', 'sync/in-band', 'hi'), { isSynced: false })
    await target.syncApp(app.url)
    expect(app.asked).toEqual([])
    expect(await endedRun(target, await app.send('sync/in-band'))).toMatchObject({ output: 'hi' })
  })

  inProcess('in band: an app that cannot be reached, or refuses, is told of by its URL', async () => {
    await expect(target.syncApp('http://127.0.0.1:9/api/inngest')).rejects.toThrow(
      /app at http:\/\/127.0.0.1:9\/api\/inngest was not registered: it could not be reached/,
    )
    const app = await startApp(target, () => [], {
      isSynced: false,
      intercept: () => new Response('<h1>Not here</h1>', { status: 404 }),
    })
    await expect(target.syncApp(app.url)).rejects.toThrow(/it answered 404: <h1>Not here/)
  })

  inProcess(
    'in band: an app that is named is asked again and again, so that its changes take effect',
    async () => {
      const app = await startApp(target, replying('polled', 'sync/polled', 'old'), { isSynced: false })
      const server = await startOurs({ apps: [app.url], appPollMs: 50 })
      try {
        const replies = async (event: string) => {
          const [run] = await runsOf(target, await app.send(event))
          return run !== undefined
        }
        await until(() => replies('sync/polled'), 'the first registration')
        app.become(replying('polled', 'sync/polled-anew', 'new'))
        await until(() => replies('sync/polled-anew'), 'the second registration')
        expect(await replies('sync/polled')).toBe(false)
      } finally {
        await server.stop()
      }
    },
  )

  test('several apps at once: each function is called at its own app', async () => {
    const first = await startApp(target, replying('same', 'sync/both', 'first'))
    const second = await startApp(target, replying('same', 'sync/both', 'second'))
    const eventId = await first.send('sync/both')
    await endedRun(target, eventId)
    await expect
      .poll(async () => (await runsOf(target, eventId)).map((run) => run.status), { timeout: 10_000 })
      .toEqual(['Completed', 'Completed'])
    for (const app of [first, second])
      expect(app.calls.map((call) => call.url.searchParams.get('fnId'))).toEqual([`${app.id}-same`])
  })

  test('a changed function takes effect for new calls', async () => {
    const app = await startApp(target, replying('changing', 'sync/old', 'old'))
    await endedRun(target, await app.send('sync/old'))
    app.become(replying('changing', 'sync/new', 'new'))
    expect(await app.sync()).toMatchObject({ status: 200, body: { modified: true } })
    const run = await endedRun(target, await app.send('sync/new'))
    expect(outputs('new')).toContainEqual(run.output)
    expect(await runsOf(target, await app.send('sync/old'))).toEqual([])
  })

  test('an app that comes back with fewer functions loses the others', async () => {
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'kept', triggers: [{ event: 'sync/fewer' }] }, async () => 'kept'),
      client.createFunction({ id: 'gone', triggers: [{ event: 'sync/fewer' }] }, async () => 'gone'),
    ])
    app.become(replying('kept', 'sync/fewer', 'kept'))
    await app.sync()
    const eventId = await app.send('sync/fewer')
    await endedRun(target, eventId)
    expect((await runsOf(target, eventId)).length).toBe(1)
    expect(app.calls.map((call) => call.body.ctx?.fn_id?.endsWith('-gone'))).not.toContain(true)
  })

  refusing('what the engine does not do is refused by name, and nothing is registered', async () => {
    const app = await startApp(
      target,
      (client) => [
        client.createFunction(
          { id: 'asks', throttle: { limit: 1, period: '1s' }, triggers: [{ event: 'sync/refused' }] },
          async () => 1,
        ),
        client.createFunction({ id: 'fine', triggers: [{ event: 'sync/refused' }] }, async () => 1),
      ],
      { isSynced: false },
    )
    const { status, body } = await app.sync()
    expect(status).toBe(400)
    expect(body.message).toContain(`${app.id}-asks: the embedded engine does not support "throttle"`)
    expect(await runsOf(target, await app.send('sync/refused'))).toEqual([])
  })

  test('GET /dev tells which functions are there', async () => {
    const app = await startApp(target, replying('listed', 'sync/listed', 'x'))
    const { status, body } = await rest(target, 'GET', '/dev')
    expect(status).toBe(200)
    const { functions } = z
      .looseObject({ functions: z.array(z.looseObject({ slug: z.string() })) })
      .parse(body)
    expect(functions.map((fn) => fn.slug)).toContain(`${app.id}-listed`)
  })
})

describe('identities and headers, with keys', () => {
  const signingKey = `signkey-test-${'0123456789abcdef'.repeat(4)}`
  const eventKey = 'an-event-key'
  const cloud = { isDev: false, signingKey, eventKey }

  signedOnly('requests to the app are signed, requests to the server bear the hashed key', async () => {
    const server = await startOurs({ signingKey, eventKey })
    try {
      const app = await startApp(server, replying('signed', 'sync/signed', 'hi'), { client: cloud })
      const eventId = await app.send('sync/signed')
      const authorization = `Bearer ${hashSigningKey(signingKey)}`
      await until(async () => {
        const { body } = await rest(server, 'GET', `/v1/events/${eventId}/runs`, undefined, { authorization })
        return JSON.stringify(body).includes('"status":"Completed"')
      }, 'the run')
      const [call] = app.calls
      expect(call?.headers.get('x-inngest-signature')).toMatch(/^t=\d+&s=[0-9a-f]{64}$/)
      expect(call?.headers.get('x-inngest-server-kind')).toBe('cloud')
      // The SDK itself checked the signature: unsigned calls are not answered.
      expect(await fetch(`${app.url}?fnId=x&stepId=step`, { method: 'POST', body: '{}' })).toMatchObject({
        status: 401,
      })
    } finally {
      await server.stop()
    }
  })

  signedOnly('whoever has not the key is refused', async () => {
    const server = await startOurs({ signingKey, eventKey })
    try {
      for (const [method, path] of [
        ['POST', '/fn/register'],
        ['GET', '/v1/runs/x'],
        ['POST', '/v1/checkpoint/x/async'],
        ['POST', '/v1/signals'],
        ['GET', '/v0/runs/x/actions'],
        ['GET', '/dev'],
      ] as const) {
        const headers = { authorization: 'Bearer signkey-test-00' }
        expect(await rest(server, method, path, method === 'POST' ? {} : undefined, headers)).toMatchObject({
          status: 401,
        })
      }
      expect(await rest(server, 'POST', '/e/another-key', { name: 'x', data: {} })).toMatchObject({
        status: 401,
      })
      expect(await rest(server, 'GET', '/health')).toMatchObject({ status: 200 })
      const app = await startApp(server, () => [], {
        isSynced: false,
        client: { ...cloud, signingKey: 'signkey-test-ffff' },
      })
      expect(await app.sync()).toMatchObject({ status: 401 })
    } finally {
      await server.stop()
    }
  })

  signedOnly('an app for a server of another kind is refused', async () => {
    const headers = { 'x-inngest-expected-server-kind': 'cloud' }
    const answer = await rest(target, 'POST', '/fn/register', { appName: 'x', functions: [] }, headers)
    expect(answer).toMatchObject({ status: 400, body: { error: 'Expected server kind cloud, got dev.' } })
  })

  signedOnly('pages of other sites are refused', async () => {
    const headers = { origin: 'https://example.com' }
    expect(await rest(target, 'POST', '/e/key', { name: 'x', data: {} }, headers)).toMatchObject({
      status: 403,
    })
    expect(
      await rest(target, 'POST', '/e/key', { name: 'x', data: {} }, { origin: 'http://localhost:3000' }),
    ).toMatchObject({ status: 200 })
  })
})
