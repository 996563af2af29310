import { describe, expect, test } from 'vitest'
import { nextCronTick } from './cron'

const next = (expression: string, after: string) => nextCronTick(expression, new Date(after)).toISOString()

describe('the next tick', () => {
  test.each([
    ['* * * * *', '2026-03-01T10:00:30Z', '2026-03-01T10:01:00.000Z'],
    ['* * * * *', '2026-03-01T10:01:00Z', '2026-03-01T10:02:00.000Z'],
    ['*/15 * * * *', '2026-03-01T10:46:00Z', '2026-03-01T11:00:00.000Z'],
    ['30 9 * * mon-fri', '2026-03-06T09:30:00Z', '2026-03-09T09:30:00.000Z'],
    ['0 0 29 feb *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 12 13 * 5', '2026-03-01T00:00:00Z', '2026-03-06T12:00:00.000Z'],
    ['5,10-12 8 * * 7', '2026-03-01T08:10:00Z', '2026-03-01T08:11:00.000Z'],
    ['@daily', '2026-03-01T10:00:00Z', '2026-03-02T00:00:00.000Z'],
    ['TZ=Europe/Berlin 0 9 * * *', '2026-07-01T00:00:00Z', '2026-07-01T07:00:00.000Z'],
    ['TZ=Asia/Kolkata 0 9 * * *', '2026-07-01T00:00:00Z', '2026-07-01T03:30:00.000Z'],
  ])('of %s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected)
  })

  test('a local time that the clocks repeat ticks once', () => {
    const first = next('TZ=Europe/Berlin 30 2 * * *', '2026-10-24T22:00:00Z')
    expect(first).toBe('2026-10-25T00:30:00.000Z')
    expect(next('TZ=Europe/Berlin 30 2 * * *', first)).toBe('2026-10-26T01:30:00.000Z')
  })

  test('a local time that the clocks skip does not tick that day', () => {
    expect(next('TZ=Europe/Berlin 30 2 * * *', '2026-03-28T12:00:00Z')).toBe('2026-03-30T00:30:00.000Z')
  })

  test('every hour goes on through both changes of the clocks', () => {
    expect(next('TZ=Europe/Berlin 0 * * * *', '2026-10-25T00:00:00Z')).toBe('2026-10-25T01:00:00.000Z')
    expect(next('TZ=Europe/Berlin 0 * * * *', '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z')
  })
})

test.each([
  ['* * * *', 'five fields'],
  ['60 * * * *', '"60" is not between 0 and 59'],
  ['*/0 * * * *', 'no valid step'],
  ['10-5 * * * *', 'runs backwards'],
  ['0 0 30 2 *', 'never ticks'],
  ['TZ=Mars/Base 0 0 * * *', 'not a time zone'],
])('%s is refused: %s', (expression, reason) => {
  expect(() => nextCronTick(expression, new Date())).toThrow(reason)
})
