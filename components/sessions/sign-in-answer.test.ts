import { describe, expect, it } from 'vitest'
import { formatWait, readAnswer } from './sign-in-answer'

describe('readAnswer', () => {
  it('tells a sign-in, a refusal and a throttled try apart', () => {
    expect(readAnswer({ ok: true, error: null })).toEqual({ kind: 'signed-in' })
    expect(readAnswer({ ok: false, error: 'CredentialsSignin' })).toEqual({ kind: 'refused' })
    expect(readAnswer({ ok: false, error: 'throttled:61000' })).toEqual({
      kind: 'throttled',
      retryAfterMs: 61_000,
    })
  })

  it('blames nobody when something else went wrong', () => {
    expect(readAnswer({ ok: false, error: 'Configuration' })).toEqual({ kind: 'failed' })
    expect(readAnswer(undefined)).toEqual({ kind: 'failed' })
  })
})

describe('formatWait', () => {
  it.each([
    [0, '1 second'],
    [39_400, '40 seconds'],
    [60_000, '1 minute'],
    [61_000, '2 minutes'],
  ])('%i ms reads %s', (waitMs, text) => {
    expect(formatWait(waitMs)).toBe(text)
  })
})
