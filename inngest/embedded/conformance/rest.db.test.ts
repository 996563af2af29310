import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { endedRun, outputs, rest, runsOf, serverUnderTest, startApp, statusOf, until } from './testing'

const target = serverUnderTest()
const UNKNOWN = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

const metadata = { fetched_at: expect.stringMatching(TIME), cached_until: expect.stringMatching(TIME) }

async function appOf(name: string) {
  return startApp(target, (client) => [
    client.createFunction(
      { id: 'shown', retries: 0, checkpointing: false, triggers: [{ event: name }] },
      async (ctx) => {
        if (ctx.event.data.waits) await ctx.step.waitForEvent('wait', { event: 'rest/never', timeout: '1h' })
        if (ctx.event.data.fails) throw new TypeError('it broke')
        return { fine: true }
      },
    ),
  ])
}

describe('GET /v1/runs/:id', () => {
  test('shows a run that completed', async () => {
    const name = `rest/${randomUUID()}`
    const app = await appOf(name)
    const eventId = await app.send(name)
    const { run_id: runId } = await endedRun(target, eventId)
    const { status, body } = await rest(target, 'GET', `/v1/runs/${runId}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      data: {
        run_id: runId,
        run_started_at: expect.stringMatching(TIME),
        ended_at: expect.stringMatching(TIME),
        function_id: expect.any(String),
        function_version: expect.any(Number),
        environment_id: expect.any(String),
        event_id: eventId,
        status: 'Completed',
      },
      metadata,
    })
    expect(outputs({ fine: true })).toContainEqual((body as { data: { output: unknown } }).data.output) // shape: above
  })

  test('a failed one with its error', async () => {
    const name = `rest/${randomUUID()}`
    const app = await appOf(name)
    const { run_id: runId } = await endedRun(target, await app.send(name, { fails: true }))
    expect((await rest(target, 'GET', `/v1/runs/${runId}`)).body).toMatchObject({
      data: {
        status: 'Failed',
        output: {
          name: 'TypeError',
          message: 'it broke',
          stack: expect.stringContaining('TypeError: it broke'),
        },
      },
    })
  })

  test('a running one without an end, a cancelled one as such', async () => {
    const name = `rest/${randomUUID()}`
    const app = await appOf(name)
    const eventId = await app.send(name, { waits: true })
    await until(() => app.calls.length > 0, 'the call')
    const [run] = await runsOf(target, eventId)
    const show = async () => (await rest(target, 'GET', `/v1/runs/${run?.run_id}`)).body
    expect(await show()).toMatchObject({ data: { status: 'Running', ended_at: null } })
    const { status } = await rest(target, 'DELETE', `/v1/runs/${run?.run_id}`)
    expect([200, 202, 204]).toContain(status)
    await until(async () => (await runsOf(target, eventId))[0]?.status === 'Cancelled', 'the cancellation')
    expect(await show()).toMatchObject({
      data: { status: 'Cancelled', ended_at: expect.stringMatching(TIME) },
    })
  })
})

describe('GET /v1/events/:id', () => {
  test('shows the event as it was sent', async () => {
    const name = `rest/${randomUUID()}`
    const app = await appOf(name)
    const id = randomUUID()
    const ts = Date.now() - 1_000
    const eventId = await app.send(name, { deep: [1, { a: 'é' }] }, { id, ts })
    await endedRun(target, eventId)
    expect((await rest(target, 'GET', `/v1/events/${eventId}`)).body).toMatchObject({
      data: {
        internal_id: eventId,
        id,
        name,
        ts,
        data: { deep: [1, { a: 'é' }] },
        received_at: expect.stringMatching(TIME),
      },
      metadata,
    })
  })

  test('/runs lists its runs', async () => {
    const name = `rest/${randomUUID()}`
    const app = await appOf(name)
    const eventId = await app.send(name)
    const run = await endedRun(target, eventId)
    expect((await rest(target, 'GET', `/v1/events/${eventId}/runs`)).body).toMatchObject({
      data: [{ run_id: run.run_id, event_id: eventId, status: 'Completed' }],
      metadata,
    })
  })
})

describe('misses', () => {
  test.each([`/v1/runs/${UNKNOWN}`, `/v1/events/${UNKNOWN}`])(
    'GET %s is a 404 that says so',
    async (path) => {
      const answer = await rest(target, 'GET', path)
      expect([404, 500]).toContain(statusOf(answer))
      expect(answer.body).toMatchObject({ error: expect.any(String), status: expect.any(Number) })
    },
  )

  test('the runs of an unknown event are none', async () => {
    expect(await rest(target, 'GET', `/v1/events/${UNKNOWN}/runs`)).toMatchObject({
      status: 200,
      body: { data: [] },
    })
  })

  test('DELETE of an unknown run is a miss too', async () => {
    expect(statusOf(await rest(target, 'DELETE', `/v1/runs/${UNKNOWN}`))).toBeGreaterThanOrEqual(400)
  })

  test('GET /health answers while the server can work', async () => {
    expect(await rest(target, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 200 } })
  })
})
