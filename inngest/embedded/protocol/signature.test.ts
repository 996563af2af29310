import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalJson, hashSigningKey, isBearerOf, signBody } from './signature'

const KEY = 'signkey-test-0123456789abcdef'
const NOW = new Date('2026-01-02T03:04:05.600Z')

describe('a signature', () => {
  test('is an HMAC of the canonical body and the time, without the prefix of the key', () => {
    const seconds = Math.round(NOW.getTime() / 1_000)
    const expected = createHmac('sha256', '0123456789abcdef').update(
      `{"a":[1,{"b":2,"c":3}],"z":"é"}${seconds}`,
    )
    expect(signBody('{ "z": "é", "a": [1, { "c": 3, "b": 2 }] }', KEY, NOW)).toBe(
      `t=${seconds}&s=${expected.digest('hex')}`,
    )
  })

  test('of a request without a body is of its time alone', () => {
    const seconds = Math.round(NOW.getTime() / 1_000)
    const expected = createHmac('sha256', '0123456789abcdef').update(String(seconds)).digest('hex')
    expect(signBody('', KEY, NOW)).toBe(`t=${seconds}&s=${expected}`)
  })
})

test('canonical JSON orders keys by code units and keeps numbers as JavaScript writes them', () => {
  expect(canonicalJson({ é: 1, b: [null, true], B: 1e21, a: { y: 0.1, x: -0 } })).toBe(
    '{"B":1e+21,"a":{"x":0,"y":0.1},"b":[null,true],"é":1}',
  )
})

describe('the bearer', () => {
  test('keeps the prefix of the key and hashes the rest', () => {
    expect(hashSigningKey(KEY)).toMatch(/^signkey-test-[0-9a-f]{64}$/)
    expect(isBearerOf(KEY, `Bearer ${hashSigningKey(KEY)}`)).toBe(true)
  })

  test.each([null, '', 'Bearer ', `Bearer ${KEY}`, `Bearer ${hashSigningKey('signkey-test-ff')}`])(
    'refuses %s',
    (given) => expect(isBearerOf(KEY, given)).toBe(false),
  )
})
