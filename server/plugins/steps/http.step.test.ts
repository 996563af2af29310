import { describe, expect, test } from 'vitest'
import type { StepOutcome } from '@/server/language/contracts'
import { type HttpConfig, httpKind } from '@/server/language/definition/kinds'
import { httpStep } from './http.step'
import { answer, markers, memoryContext } from './testing/memory-context'

const URL_OF = 'https://api.example.com/items'
const TOKEN = 'tok/en+with=signs-123456'

describe('the request', () => {
  test('has the query added to that of the URL, lists repeated', async () => {
    const { memory } = await run({ url: `${URL_OF}?a=1`, query: { b: ['x y', 2], c: true } })
    expect(memory.requests[0]?.url).toBe(`${URL_OF}?a=1&b=x+y&b=2&c=true`)
  })

  test('carries the same idempotency key for every attempt, whatever the method', async () => {
    for (const method of ['GET', 'POST'])
      expect((await run({ url: URL_OF, method })).memory.requests[0]?.headers).toMatchObject({
        'idempotency-key': 'run_1:step',
      })
  })

  test('lets a header of the workflow win', async () => {
    const { memory } = await run({ url: URL_OF, json: {}, headers: { 'Content-Type': 'text/x', 'X-A': 1 } })
    expect(memory.requests[0]?.headers).toMatchObject({ 'content-type': 'text/x', 'x-a': '1' })
  })

  test.each([
    [{ json: { a: [1] } }, 'application/json', '{"a":[1]}'],
    [{ form: { a: 'x y', b: 2 } }, 'application/x-www-form-urlencoded', 'a=x+y&b=2'],
    [{ body: 'plain' }, 'text/plain; charset=utf-8', 'plain'],
  ])('sends %j with its type', async (content, type, body) => {
    const { memory } = await run({ url: URL_OF, method: 'POST', ...content })
    expect(memory.requests[0]).toMatchObject({ body, headers: { 'content-type': type } })
  })

  test('has no body where none is asked for', async () => {
    const { memory } = await run({ url: URL_OF })
    expect(memory.requests[0]).not.toHaveProperty('body')
  })

  test.each([
    [{ bearer: 'abc' }, { authorization: 'Bearer abc' }],
    [{ basic: { username: 'ü', password: 'p' } }, { authorization: 'Basic w7w6cA==' }],
    [{ header: { name: 'X-Api-Key', value: 'k' } }, { 'x-api-key': 'k' }],
  ])('signs in with %j', async (auth, headers) => {
    expect((await run({ url: URL_OF, auth })).memory.requests[0]?.headers).toMatchObject(headers)
  })

  test('a URL that is not complete fails before anything is sent, without its query', async () => {
    const { outcome, memory } = await run({ url: 'example.com/x?key=geheim' })
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'invalid_url', retryable: false } })
    expect(JSON.stringify(outcome)).not.toContain('geheim')
    expect(memory.requests).toHaveLength(0)
  })
})

describe('the answer', () => {
  test('is parsed when it is JSON', async () => {
    const { outcome } = await run(
      { url: URL_OF },
      answer({ headers: { 'content-type': 'application/vnd.api+json; charset=utf-8' }, body: '{"a":1}' }),
    )
    expect(outcome).toEqual({
      kind: 'succeeded',
      output: {
        status: 200,
        headers: { 'content-type': 'application/vnd.api+json; charset=utf-8' },
        body: { a: 1 },
        url: 'https://example.com/',
        durationMs: 5,
      },
    })
  })

  test('stays text when it only calls itself JSON, and the log says so', async () => {
    const { outcome, memory } = await run(
      { url: URL_OF },
      answer({ headers: { 'content-type': 'application/json' }, body: '<html>' }),
    )
    expect(outcome).toMatchObject({ output: { body: '<html>' } })
    expect(memory.logs).toMatchObject([{ level: 'warn' }])
  })

  test.each([
    [400, 'http_4xx', false],
    [404, 'http_4xx', false],
    [408, 'http_4xx', true],
    [429, 'http_429', true],
    [500, 'http_5xx', true],
    [501, 'http_5xx', false],
    [503, 'http_5xx', true],
    [302, 'http_unexpected_status', false],
  ])('%i is %s', async (status, code, retryable) => {
    const { outcome } = await run({ url: URL_OF }, answer({ status, body: 'why' }))
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code, retryable, details: { status, body: 'why' } },
    })
  })

  test.each([
    ['7', 7_000],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
    ['soon', undefined],
  ])('Retry-After: %s asks for %s ms', async (header, retryAfterMs) => {
    const { outcome } = await run(
      { url: URL_OF },
      answer({ status: 429, headers: { 'retry-after': header } }),
    )
    expect(outcome.kind === 'failed' && outcome.failure.retryAfterMs).toBe(retryAfterMs)
  })

  test('a status that was expected is no failure', async () => {
    const config = { url: URL_OF, expect: { status: ['2xx', 404] } }
    expect((await run(config, answer({ status: 404 }))).outcome.kind).toBe('succeeded')
    expect((await run(config, answer({ status: 403 }))).outcome.kind).toBe('failed')
  })

  test('a refusal of the network is handed on with its own code', async () => {
    const { outcome } = await run(
      { url: URL_OF },
      { ok: false, code: 'blocked_host', message: 'No.', retryable: false },
    )
    expect(outcome).toEqual({
      kind: 'failed',
      failure: { code: 'blocked_host', message: 'No.', retryable: false },
    })
  })
})

describe('secrets', () => {
  const marker = markers.markerOf('API_TOKEN')

  test('are put in where they may stand, and hidden wherever the answer echoes them', async () => {
    const echo = `a ${TOKEN} b ${encodeURIComponent(TOKEN)} c ${Buffer.from(TOKEN).toString('base64')}`
    const { outcome, memory } = await run(
      { url: URL_OF, query: { key: marker }, headers: { 'X-Key': `v1 ${marker}` }, auth: { bearer: marker } },
      answer({ url: `${URL_OF}?key=${encodeURIComponent(TOKEN)}`, headers: { 'x-echo': TOKEN }, body: echo }),
    )
    expect(memory.requests[0]).toMatchObject({
      url: `${URL_OF}?key=${new URLSearchParams({ key: TOKEN }).toString().slice(4)}`,
      headers: { 'x-key': `v1 ${TOKEN}`, authorization: `Bearer ${TOKEN}` },
    })
    expectHidden(outcome)
    expect(outcome).toMatchObject({ output: { headers: { 'x-echo': '•••API_TOKEN•••' } } })
  })

  test('are hidden in a failure, also as basic authentication', async () => {
    const sent = Buffer.from(`me:${TOKEN}`).toString('base64')
    const { outcome, memory } = await run(
      { url: URL_OF, auth: { basic: { username: 'me', password: marker } } },
      answer({ status: 401, body: `wrong: Basic ${sent}` }),
    )
    expect(memory.requests[0]?.headers.authorization).toBe(`Basic ${sent}`)
    expectHidden(outcome)
    expect(JSON.stringify(outcome)).not.toContain(sent.replace(/=+$/, ''))
  })

  test('stay markers in fields that may not hold them', async () => {
    const { memory } = await run({ url: URL_OF, method: 'POST', json: { token: marker } })
    expect(memory.requests[0]?.body).not.toContain(TOKEN)
  })

  test('that are not set fail the step before anything is sent', async () => {
    const { outcome, memory } = await run({ url: URL_OF, auth: { bearer: markers.markerOf('OTHER') } })
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'secret_missing', message: expect.stringContaining('OTHER') },
    })
    expect(memory.requests).toHaveLength(0)
  })
})

async function run(config: object, result = answer({})) {
  const parsed: HttpConfig = httpKind.schema.parse(config)
  const world = { http: () => result, secrets: { API_TOKEN: TOKEN } }
  const { context, memory } = memoryContext(parsed, world)
  return { outcome: await httpStep.run(context), memory }
}

function expectHidden(outcome: StepOutcome): void {
  const text = JSON.stringify(outcome)
  expect(text).not.toContain(TOKEN)
  expect(text).not.toContain(encodeURIComponent(TOKEN))
  expect(text).not.toContain(Buffer.from(TOKEN).toString('base64').replace(/=+$/, ''))
}
