import { expect, test } from 'vitest'
import { readIdempotencyKey } from './idempotency-header'

test.each([
  [null, undefined],
  ['8e03978e-40d5', '8e03978e-40d5'],
  ['"8e03978e-40d5"', '8e03978e-40d5'],
  ['"a\\"b\\\\c"', 'a"b\\c'],
])('%s names %s', (header, key) => {
  expect(readIdempotencyKey(header)).toBe(key)
})

test.each(['', '""', '"a', 'a b', '"a b"', 'é', 'x'.repeat(201), '"a\\x"'])('%s is refused', (header) => {
  expect(() => readIdempotencyKey(header)).toThrow(/1 to 200 visible ASCII/)
})
