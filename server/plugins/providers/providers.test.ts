import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonSchema } from '@/server/kernel/json'
import { createGuardedFetch } from '@/server/platform/safe-http'
import { providers } from './index'
import type { ProviderCall, ProviderResult } from './provider'
import { type FakeVendors, startFakeVendors } from './testing/fake-vendors'

const KINDS = ['anthropic', 'openai', 'google', 'openai-compatible'] as const
type Kind = (typeof KINDS)[number]

const MODELS: { [kind in Kind]: string } = {
  anthropic: 'claude-sonnet-4-5',
  openai: 'gpt-5-mini',
  google: 'gemini-2.5-flash',
  'openai-compatible': 'llama3.2',
}
const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['label', 'risk'],
  properties: { label: { type: 'string' }, risk: { enum: ['low', 'high'] } },
}

let vendors: FakeVendors

beforeAll(async () => {
  vendors = await startFakeVendors()
})

afterAll(() => vendors.close())

describe.each(KINDS)('%s', (kind) => {
  test('answers with the text, disjoint token buckets and the model that answered', async () => {
    vendors.script({})
    const result = await complete(kind, { instructions: 'Be short.' })
    expect(result).toEqual({
      ok: true,
      text: 'Hello, world.',
      answeredBy: expect.stringContaining(MODELS[kind]),
      usage: {
        uncachedInputTokens: 70,
        cacheReadTokens: 20,
        cacheWriteTokens: 0,
        outputTokens: 30,
        reasoningTokens: 12,
      },
      finishReason: 'stop',
    })
    expect(JSON.stringify(vendors.calls.at(-1)?.body)).toContain('Be short.')
  })

  test('streams the text as it comes and counts the same tokens', async () => {
    vendors.script({})
    const deltas: string[] = []
    const streamed = await complete(kind, { onText: (delta) => deltas.push(delta) })
    expect(deltas.filter((delta) => delta !== '')).toEqual(['Hello', ', ', 'world.'])
    expect(streamed).toEqual(await complete(kind, {}))
  })

  test.each([false, true])('fills an output schema (streamed: %s)', async (isStreamed) => {
    vendors.script({ pieces: ['{"label":"bug",', '"risk":"high"}'] })
    const result = await complete(kind, { outputSchema: SCHEMA, ...(isStreamed && { onText: () => {} }) })
    expect(result).toMatchObject({ ok: true, object: { label: 'bug', risk: 'high' } })
  })

  test('a schema whose root is no object is filled too', async () => {
    vendors.script({ pieces: ['{"value":["a","b"]}'] })
    const outputSchema: JsonSchema = { type: 'array', items: { type: 'string' } }
    expect(await complete(kind, { outputSchema })).toMatchObject({ ok: true, object: ['a', 'b'] })
  })

  test('an answer outside the schema is a mismatch that names the place, and its tokens count', async () => {
    vendors.script({ pieces: ['{"label":"bug","risk":"medium"}'] })
    expect(await complete(kind, { outputSchema: SCHEMA })).toMatchObject({
      ok: false,
      code: 'schema_mismatch',
      retryable: true,
      message: expect.stringContaining('risk: Expected one of'),
      usage: { outputTokens: 30, reasoningTokens: 12 },
    })
  })

  test.each([
    ['rate_limited', 'rate_limited', true],
    ['overloaded', 'overloaded', true],
    ['quota', 'quota_exceeded', false],
    ['context_too_long', 'context_too_long', false],
    ['invalid_request', 'invalid_request', false],
    ['unavailable', 'provider_unavailable', true],
  ] as const)('tells the failure %s as %s', async (fail, code, retryable) => {
    vendors.script({ fail })
    const before = vendors.calls.length
    expect(await complete(kind, {})).toMatchObject({ ok: false, code, retryable })
    expect(await complete(kind, { onText: () => {} })).toMatchObject({ ok: false, code, retryable })
    // One try each: the workflow's own policy decides about more.
    expect(vendors.calls.length - before).toBe(2)
  })

  test('a rate limit says how long to wait', async () => {
    vendors.script({ fail: 'rate_limited' })
    const waits = { anthropic: 7_000, openai: 1_500, google: 34_500, 'openai-compatible': 1_500 }
    expect(await complete(kind, {})).toMatchObject({ retryAfterMs: waits[kind] })
  })

  test('a wrong key is told as such and never shown', async () => {
    vendors.script({})
    const result = await complete(kind, {}, { apiKey: 'sk-wrong-and-secret' })
    expect(result).toMatchObject({ ok: false, code: 'invalid_key', retryable: false })
    expect(JSON.stringify(result)).not.toContain('sk-wrong-and-secret')
  })

  test('a stream that the vendor breaks off is a failure worth another try, not half an answer', async () => {
    vendors.script({ breaks: 'overloaded' })
    expect(await complete(kind, { onText: () => {} })).toMatchObject({
      ok: false,
      code: 'overloaded',
      retryable: true,
    })
  })

  test('a connection that dies in a stream is a failure worth another try', async () => {
    vendors.script({ breaks: 'disconnect' })
    expect(await complete(kind, { onText: () => {} })).toMatchObject({
      ok: false,
      code: 'provider_unavailable',
      retryable: true,
    })
  })

  test.each([false, true])('cancelling ends the call (streamed: %s)', async (isStreamed) => {
    vendors.script({ isSilent: true })
    const controller = new AbortController()
    const pending = complete(kind, { signal: controller.signal, ...(isStreamed && { onText: () => {} }) })
    setTimeout(() => controller.abort(), 20)
    expect(await pending).toMatchObject({ ok: false, code: 'cancelled', retryable: false })
  })

  test('a timeout ends the call and is worth another try', async () => {
    vendors.script({ isSilent: true })
    expect(await complete(kind, { signal: AbortSignal.timeout(20) })).toMatchObject({
      ok: false,
      code: 'timeout',
      retryable: true,
    })
  })

  test('an answer that was withheld is content_filtered, and its tokens count', async () => {
    vendors.script({ stop: 'filtered', pieces: ['I'] })
    expect(await complete(kind, {})).toMatchObject({
      ok: false,
      code: 'content_filtered',
      retryable: false,
      usage: { outputTokens: 30 },
    })
  })

  test('an answer cut off by the limit says so', async () => {
    vendors.script({ stop: 'length' })
    expect(await complete(kind, { maxOutputTokens: 5 })).toMatchObject({ ok: true, finishReason: 'length' })
  })

  test('a base URL inside is refused unless an operator allows it', async () => {
    const result = await complete(kind, {}, { fetch: createGuardedFetch({ allowedHosts: '' }) })
    expect(result).toMatchObject({
      ok: false,
      code: 'blocked_host',
      retryable: false,
      message: expect.stringContaining('PAWL_ALLOWED_HOSTS=127.0.0.1:'),
    })
  })
})

test.each(['anthropic', 'openai', 'google'] as const)('%s without a key asks for one', async (kind) => {
  const before = vendors.calls.length
  const { apiKey: _none, ...call } = callOf(kind, {})
  expect(await providers[kind].complete(call)).toMatchObject({ ok: false, code: 'invalid_key' })
  expect(vendors.calls).toHaveLength(before)
})

test('a server that reports no tokens leaves the usage unknown, not zero', async () => {
  vendors.script({ usage: null })
  expect(await complete('openai-compatible', {})).toMatchObject({ ok: true, usage: null })
  expect(await complete('openai-compatible', { onText: () => {} })).toMatchObject({ ok: true, usage: null })
})

test('cache writes of Anthropic are a bucket of their own', async () => {
  vendors.script({ usage: { uncachedInput: 5, cacheRead: 20, cacheWrite: 100, output: 8, reasoning: 0 } })
  expect(await complete('anthropic', {})).toMatchObject({
    usage: { uncachedInputTokens: 5, cacheReadTokens: 20, cacheWriteTokens: 100, outputTokens: 8 },
  })
})

test('OpenAI is held to a schema that its strict mode can say, and asked not to store', async () => {
  vendors.script({ pieces: ['{"label":"bug","risk":"low"}'] })
  await complete('openai', { outputSchema: SCHEMA })
  expect(vendors.calls.at(-1)?.body).toMatchObject({
    store: false,
    text: { format: { type: 'json_schema', strict: true, schema: { additionalProperties: false } } },
  })
  const optional: JsonSchema = { type: 'object', properties: { label: { type: 'string' } } }
  await complete('openai', { outputSchema: optional })
  expect(vendors.calls.at(-1)?.body).toMatchObject({ text: { format: { strict: false } } })
})

test('an OpenAI-compatible server without a base URL is refused with an example', async () => {
  const { baseUrl: _none, ...call } = callOf('openai-compatible', {})
  expect(await providers['openai-compatible'].complete(call)).toMatchObject({
    ok: false,
    message: expect.stringContaining('http://localhost:11434/v1'),
  })
})

function complete(
  kind: Kind,
  request: Partial<ProviderCall['request']>,
  changes: Partial<ProviderCall> = {},
): Promise<ProviderResult> {
  return providers[kind].complete({ ...callOf(kind, request), ...changes })
}

function callOf(kind: Kind, request: Partial<ProviderCall['request']>): ProviderCall {
  return {
    model: MODELS[kind],
    apiKey: vendors.key,
    baseUrl: vendors.urls[kind],
    request: { prompt: 'Say hello.', signal: new AbortController().signal, ...request },
    fetch: createGuardedFetch({ allowedHosts: '127.0.0.1' }),
  }
}
