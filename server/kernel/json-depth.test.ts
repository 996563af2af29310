import { describe, expect, it } from 'vitest'
import { isDeeperThan } from './json-depth'

describe('the depth of a JSON text', () => {
  it.each([
    ['1', 0, false],
    ['[]', 0, true],
    ['[[1],{"a":[2]}]', 3, false],
    ['[[1],{"a":[2]}]', 2, true],
    ['["[[[[", "\\"[[[[", "\\\\"]', 1, false],
    ['"unclosed [[', 0, false],
    ['['.repeat(500_000), 100, true],
  ])('%s above %i: %s', (json, levels, expected) => {
    expect(isDeeperThan(json, levels)).toBe(expected)
  })
})
