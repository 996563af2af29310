import { describe, expect, test } from 'vitest'
import { keySecretName, mustGiveKeyAgain, splitModel } from './rules'
import { baseUrlSchema } from './schema'

test('a model name is split at its first slash', () => {
  expect(splitModel('openrouter/meta/llama')).toEqual({ provider: 'openrouter', model: 'meta/llama' })
  for (const name of ['gpt', '/gpt', 'openai/', '']) expect(splitModel(name)).toBeUndefined()
})

test('a key is kept under a name that workflows could write', () => {
  expect(keySecretName('my-ollama-2')).toBe('PROVIDER_MY_OLLAMA_2_KEY')
})

test('a stored key is asked for again when it would go somewhere else', () => {
  const before = { kind: 'openai', baseUrl: null }
  expect(mustGiveKeyAgain(before, before)).toBe(false)
  expect(mustGiveKeyAgain(before, { kind: 'openai', baseUrl: 'https://evil.example/v1' })).toBe(true)
  expect(mustGiveKeyAgain(before, { kind: 'google', baseUrl: null })).toBe(true)
})

describe('a base URL', () => {
  test('loses its last slash', () => {
    expect(baseUrlSchema.parse('http://localhost:11434/v1/')).toBe('http://localhost:11434/v1')
  })

  test.each(['ftp://x/v1', 'localhost:11434', 'http://me:pw@x/v1', 'http://x/v1?key=1', 'http://x/v1#a', ''])(
    '"%s" is refused',
    (url) => expect(baseUrlSchema.safeParse(url).success).toBe(false),
  )
})
