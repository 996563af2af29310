import { describe, expect, test } from 'vitest'
import { median, medianOfEach, quantile, rounded } from './statistics.mjs'

describe('what is made of measurements', () => {
  test('a quantile lies between its neighbours in proportion, whatever the order', () => {
    expect(quantile([30, 10, 20, 40], 0.5)).toBe(25)
    expect(quantile([30, 10, 20, 40], 0)).toBe(10)
    expect(quantile([30, 10, 20, 40], 1)).toBe(40)
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8)
    expect(median([7])).toBe(7)
  })

  test('nothing measured is no figure', () => {
    expect(() => quantile([], 0.5)).toThrow('No value was measured.')
  })

  test('one bad round does not move the median of three', () => {
    const rounds = [
      { gapMs: 1.2, runs: 180 },
      { gapMs: 9.9, runs: 20 },
      { gapMs: 1.4, runs: 175 },
    ]
    expect(medianOfEach(rounds)).toEqual({ gapMs: 1.4, runs: 175 })
  })

  test('figures keep three digits', () => {
    expect([rounded(1.23456), rounded(123.456), rounded(0.0123456)]).toEqual([1.23, 123, 0.0123])
  })
})
