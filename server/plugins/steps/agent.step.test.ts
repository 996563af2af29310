import { expect, test } from 'vitest'
import type { ModelRequest, ModelResult } from '@/server/language/contracts'
import { type AgentConfig, agentKind } from '@/server/language/definition/kinds'
import { agentStep } from './agent.step'
import { memoryContext } from './testing/memory-context'

const BUSY: ModelResult = {
  ok: false,
  code: 'rate_limited',
  message: 'Slow down.',
  retryable: true,
  retryAfterMs: 9_000,
}
const DENIED: ModelResult = { ok: false, code: 'invalid_key', message: 'Wrong key.', retryable: false }

test('the first model answers, with all that the step says', async () => {
  const config = {
    model: 'a/one',
    instructions: 'Be short.',
    prompt: 'Hi',
    temperature: 0,
    maxOutputTokens: 9,
  }
  const { outcome, memory } = await run(config, { 'a/one': good('a/one', 'Hello.') })
  expect(outcome).toEqual({ kind: 'succeeded', output: { text: 'Hello.', model: 'a/one' } })
  expect(memory.modelRequests).toMatchObject([config])
  expect(memory.logs).toEqual([
    { level: 'info', message: 'a/one answered: 90 tokens read, 42 written, $0.0021.' },
  ])
})

test('a fallback answers when the model before it does not, and the log tells which', async () => {
  const { outcome, memory } = await run(
    { model: 'a/one', prompt: 'Hi', fallback: ['b/two', 'c/three'] },
    { 'a/one': DENIED, 'b/two': good('b/two', 'Hello.') },
  )
  expect(outcome).toMatchObject({ kind: 'succeeded', output: { model: 'b/two' } })
  expect(memory.modelRequests.map((request) => request.model)).toEqual(['a/one', 'b/two'])
  expect(memory.logs.map((log) => log.level)).toEqual(['warn', 'info'])
})

test('with an output schema the output is the object', async () => {
  const outputSchema = { type: 'object' }
  const { outcome, memory } = await run(
    { model: 'a/one', prompt: 'Hi' },
    { 'a/one': good('a/one', '{"label":"bug"}', { label: 'bug' }) },
    { outputSchema },
  )
  expect(outcome).toEqual({ kind: 'succeeded', output: { label: 'bug' } })
  expect(memory.modelRequests[0]?.outputSchema).toBe(outputSchema)
})

test('when no model answers the step can be tried again if one of them may recover, no sooner than it asks', async () => {
  const { outcome } = await run(
    { model: 'a/one', prompt: 'Hi', fallback: ['b/two'] },
    { 'a/one': DENIED, 'b/two': BUSY },
  )
  expect(outcome).toMatchObject({
    kind: 'failed',
    failure: {
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: 9_000,
      message: 'No model answered.\na/one: Wrong key.\nb/two: Slow down.',
    },
  })
})

test('a model that may recover at once is not held up by one that asks for a pause', async () => {
  const { outcome } = await run(
    { model: 'a/one', prompt: 'Hi', fallback: ['b/two'] },
    { 'a/one': BUSY, 'b/two': { ok: false, code: 'overloaded', message: 'Busy.', retryable: true } },
  )
  expect(outcome.kind === 'failed' && outcome.failure.retryAfterMs).toBeUndefined()
})

test('a single model that refuses for good fails the step with its own words', async () => {
  const { outcome } = await run({ model: 'a/one', prompt: 'Hi' }, { 'a/one': DENIED })
  expect(outcome).toMatchObject({
    kind: 'failed',
    failure: { code: 'invalid_key', message: 'Wrong key.', retryable: false },
  })
})

test('a cancelled step asks no further model', async () => {
  const cancelled: ModelResult = { ok: false, code: 'cancelled', message: 'Cancelled.', retryable: false }
  const { outcome, memory } = await run(
    { model: 'a/one', prompt: 'Hi', fallback: ['b/two'] },
    { 'a/one': cancelled, 'b/two': good('b/two', 'Hello.') },
    { signal: AbortSignal.abort() },
  )
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } })
  expect(memory.modelRequests).toHaveLength(1)
})

test('an answer that was cut off is told in the log', async () => {
  const cut = good('a/one', 'Hel')
  if (cut.ok) cut.answer.finishReason = 'length'
  const { memory } = await run({ model: 'a/one', prompt: 'Hi' }, { 'a/one': cut })
  expect(memory.logs.at(-1)).toMatchObject({
    level: 'warn',
    message: expect.stringContaining('maxOutputTokens'),
  })
})

test('a call without a known price is called unpriced', async () => {
  const unpriced = good('a/one', 'Hello.')
  if (unpriced.ok) unpriced.answer.costNanos = null
  const { memory } = await run({ model: 'a/one', prompt: 'Hi' }, { 'a/one': unpriced })
  expect(memory.logs[0]?.message).toContain('unpriced')
})

async function run(config: object, models: Record<string, ModelResult>, changes: object = {}) {
  const parsed: AgentConfig = agentKind.schema.parse(config)
  const world = { models: (request: ModelRequest) => models[request.model] ?? DENIED }
  const { context, memory } = memoryContext(parsed, world, changes)
  return { outcome: await agentStep.run(context), memory }
}

function good(model: string, text: string, object?: { label: string }): ModelResult {
  return {
    ok: true,
    answer: {
      text,
      ...(object && { object }),
      provider: model.split('/')[0] ?? '',
      model: model.split('/')[1] ?? '',
      usage: {
        uncachedInputTokens: 70,
        cacheReadTokens: 15,
        cacheWriteTokens: 5,
        outputTokens: 30,
        reasoningTokens: 12,
      },
      costNanos: '2100000',
      finishReason: 'stop',
    },
  }
}
