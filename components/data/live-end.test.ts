import { describe, expect, it } from 'vitest'
import { liveEndOf, retryDelayMs } from './live-end'

const refusal = (code: string) => Object.assign(new Error('No.'), { data: { code } })

describe('liveEndOf', () => {
  it('ends for good when the session or the membership is gone', () => {
    expect(liveEndOf(refusal('unauthenticated'))).toBe('signed-out')
    expect(liveEndOf(refusal('not_found'))).toBe('removed')
    expect(liveEndOf(refusal('forbidden'))).toBe('removed')
  })

  it.each([refusal('unavailable'), refusal('bug'), new TypeError('fetch failed'), undefined])(
    'goes on trying after %s',
    (error) => {
      expect(liveEndOf(error)).toBeUndefined()
    },
  )
})

describe('retryDelayMs', () => {
  it('doubles from a second to half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 500].map(retryDelayMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ])
  })
})
