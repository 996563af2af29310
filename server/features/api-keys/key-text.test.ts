import { expect, test } from 'vitest'
import { isSecretOf, newKey, parseKey } from './key-text'

test('a new key is read back, and only its secret fits its hash', () => {
  const key = newKey()
  const parsed = parseKey(key.text)
  expect(parsed?.prefix).toBe(key.prefix)
  expect(isSecretOf(key.secretHash, parsed?.secret ?? '')).toBe(true)
  expect(isSecretOf(key.secretHash, parseKey(newKey().text)?.secret ?? '')).toBe(false)
  expect(key.secretHash).not.toContain(parsed?.secret)
})

test('no key has no secret', () => {
  expect(isSecretOf(undefined, 'anything')).toBe(false)
})

test('no two keys are alike', () => {
  const keys = Array.from({ length: 100 }, newKey)
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(100)
  expect(new Set(keys.map(({ text }) => text.slice(-52))).size).toBe(100)
})

test.each([
  '',
  'pawl_',
  'pawl_short_secret',
  `pawl_${'a'.repeat(10)}_${'a'.repeat(51)}`,
  `x${newKey().text}`,
])('"%s" is no key', (text) => {
  expect(parseKey(text)).toBeUndefined()
})
