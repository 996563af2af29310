import { describe, expect, test } from 'vitest'
import { bucketFor, checkRange } from './rules'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test.each([
  [HOUR_MS, 'hour'],
  [3 * DAY_MS, 'hour'],
  [7 * DAY_MS, 'day'],
  [90 * DAY_MS, 'day'],
  [365 * DAY_MS, 'week'],
])('%d ms are drawn by %3$s', (rangeMs, bucket) => {
  expect(bucketFor(rangeMs)).toBe(bucket)
})

describe('a range', () => {
  test('reaches over a leap year, with the hour that the clocks give back', () => {
    expect(() => checkRange(0, 366 * DAY_MS + HOUR_MS, 'week')).not.toThrow()
  })

  test('beyond is refused, and says how far it may reach', () => {
    expect(() => checkRange(0, 367 * DAY_MS, 'week')).toThrow(/at most 366 days/)
    expect(() => checkRange(0, 32 * DAY_MS, 'hour')).toThrow(/at most 31 days.*days or weeks/)
  })

  test('that ends where it begins is refused', () => {
    expect(() => checkRange(DAY_MS, DAY_MS, 'day')).toThrow(/before/)
  })
})
