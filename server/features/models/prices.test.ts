import { expect, test } from 'vitest'
import type { TokenUsage } from '@/server/language/contracts'
import { knownModels } from './known-models'
import { priceOf } from './prices'

const at = new Date('2026-11-21T10:00:00Z')
const none: TokenUsage = {
  uncachedInputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
}

// Claude Sonnet 4.5: 3 USD in, 0.30 cache read, 3.75 cache write, 15 out, for a million tokens.
test.each([
  ['uncachedInputTokens', 3_000n],
  ['cacheReadTokens', 300n],
  ['cacheWriteTokens', 3_750n],
  ['outputTokens', 15_000n],
  ['reasoningTokens', 15_000n],
] as const)('%s are priced once, by their own rate', (bucket, nanosEach) => {
  expect(price('anthropic', 'claude-sonnet-4-5', { [bucket]: 1_000 })).toBe(nanosEach * 1_000n)
})

test('buckets add up: none is counted in another', () => {
  const usage = {
    uncachedInputTokens: 1_000,
    cacheReadTokens: 2_000,
    cacheWriteTokens: 3_000,
    outputTokens: 400,
    reasoningTokens: 600,
  }
  expect(price('anthropic', 'claude-sonnet-4-5', usage)).toBe(
    3_000_000n + 600_000n + 11_250_000n + 15_000_000n,
  )
})

test('a longer prompt is priced by the tier it reaches', () => {
  const short = price('anthropic', 'claude-sonnet-4-5', { uncachedInputTokens: 100_000 }) ?? 0n
  const long = price('anthropic', 'claude-sonnet-4-5', { uncachedInputTokens: 300_000 }) ?? 0n
  expect(long).toBeGreaterThan(short * 3n)
})

test.each([
  ['openai', 'gpt-5-mini'],
  ['google', 'gemini-2.5-flash'],
] as const)('%s/%s has a price, and reasoning costs what output costs', (kind, model) => {
  const output = price(kind, model, { outputTokens: 1_000 })
  expect(output).toBeGreaterThan(0n)
  expect(price(kind, model, { reasoningTokens: 1_000 })).toBe(output)
})

test('an unknown model is unpriced, not free', () => {
  expect(price('openai', 'no-such-model', { outputTokens: 10 })).toBeNull()
})

test('an alias is priced by the model that says it answered', () => {
  const usage = { ...none, outputTokens: 1_000 }
  const names = ['house-favourite', 'gpt-5-mini-2025-08-07']
  expect(priceOf({ kind: 'openai', baseUrl: null, models: names, usage, at })).toBe(
    price('openai', 'gpt-5-mini', { outputTokens: 1_000 }),
  )
})

test('a server is priced by its URL: a known vendor has prices, one of your own has none', () => {
  const usage = { ...none, outputTokens: 1_000 }
  const by = (baseUrl: string, model: string) =>
    priceOf({ kind: 'openai-compatible', baseUrl, models: [model], usage, at })
  expect(by('https://api.groq.com/openai/v1', 'llama-3.3-70b-versatile')).toBeGreaterThan(0n)
  expect(by('http://localhost:11434/v1', 'llama3.2')).toBeNull()
  expect(by('http://localhost:11434/v1', 'gpt-4o')).toBeNull()
})

test('rules cost exactly nothing', () => {
  expect(price('offline', 'rules', { outputTokens: 1_000 })).toBe(0n)
})

test('known models are named as agents name them, with their prices', () => {
  const models = knownModels({ name: 'claude', kind: 'anthropic', baseUrl: null })
  expect(models.find(({ model }) => model === 'claude/claude-sonnet-4-5')).toMatchObject({
    inputUsdPerMillion: 3,
    outputUsdPerMillion: 15,
  })
  expect(knownModels({ name: 'mine', kind: 'openai-compatible', baseUrl: 'http://localhost:1/v1' })).toEqual(
    [],
  )
})

function price(
  kind: 'anthropic' | 'google' | 'offline' | 'openai',
  model: string,
  usage: Partial<TokenUsage>,
) {
  return priceOf({ kind, baseUrl: null, models: [model], usage: { ...none, ...usage }, at })
}
