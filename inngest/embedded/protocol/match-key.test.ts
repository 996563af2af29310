import { describe, expect, test } from 'vitest'
import type { JsonObject } from '@/server/kernel/json'
import { celMatches } from './cel'
import { matchKeyOf, matchKeysOf } from './match-key'

const trigger = { name: 'start', data: { runId: 'run_1', n: 5 } }

describe('the match key of an expression', () => {
  test.each([
    ['async.data.runId == "run_1"', 'data.runId=s:run_1'],
    ['"run_1" == async.data.runId', 'data.runId=s:run_1'],
    ['event.data.runId == async.data.runId', 'data.runId=s:run_1'],
    ['async.data.n > 3 && async.data.runId == event.data.runId', 'data.runId=s:run_1'],
    ['async.data.ok == true && async.data.runId == "x"', 'data.runId=s:x'],
    ['async.data.n == 5', 'data.n=n:5'],
    ['async.data.n == event.data.n', 'data.n=n:5'],
  ])('%s is %s', (expression, key) => {
    expect(matchKeyOf(expression, trigger)?.key).toBe(key)
  })

  test.each([
    'async.data.a == "x" || async.data.b == "y"',
    '!(async.data.a == "x")',
    'event.data.runId == "run_1"',
  ])('%s has none', (expression) => {
    expect(matchKeyOf(expression, trigger)).toBeUndefined()
  })

  test('an event that satisfies the expression is always listed under its key', () => {
    const events: JsonObject[] = [
      { runId: 'run_1' },
      { runId: 'run_2' },
      { runId: 1 },
      { runId: null },
      {},
      { runId: 'x'.repeat(999) },
    ]
    for (const wanted of ['run_1', 'x'.repeat(999), '']) {
      const expression = `async.data.runId == ${JSON.stringify(wanted)}`
      const match = matchKeyOf(expression, trigger)
      for (const data of events) {
        const async = { name: 'wake', data }
        const isListed = matchKeysOf(async, match ? [match.path] : []).includes(match?.key ?? '')
        expect(isListed).toBe(celMatches(expression, { event: trigger, async }))
      }
    }
  })
})

test('an expression that does not parse is refused with its place', () => {
  expect(() => matchKeyOf('async.data.x ==', trigger)).toThrow(/does not parse: .*1:/)
})
