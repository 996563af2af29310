import { describe, expect, it } from 'vitest'
import { daysInWords, daysProblem, effectInWords } from './retention-words'

describe('retention in words', () => {
  it('says how long', () => {
    expect([null, 1, 90, 3_650].map(daysInWords)).toEqual(['For ever', '1 day', '90 days', '3,650 days'])
  })

  it('says what a night would do, and when it is too much to count', () => {
    expect(effectInWords('runs', 1_240)).toBe('About 1,240 runs would be deleted tonight.')
    expect(effectInWords('events', 1)).toBe('The log of about 1 run would be deleted tonight.')
    expect(effectInWords('payloads', 100_000)).toBe(
      'The payloads of more than 100,000 runs would be erased tonight.',
    )
    expect(effectInWords('runs', 0)).toBe('Nothing would go tonight.')
  })

  it.each(['', '0', '-1', '1.5', '3651', 'x'])('does not take "%s" for days', (text) => {
    expect(daysProblem(text, 3_650)).toBeDefined()
  })

  it('takes whole days', () => {
    expect(daysProblem('30', 3_650)).toBeUndefined()
  })
})
