import { describe, expect, it } from 'vitest'
import type { RetryPolicy } from '../../contracts'
import { retryDelayMs } from './retry-delay'

const policy: RetryPolicy = { attempts: 7, backoff: 'fixed', delayMs: 100, maxDelayMs: 1_000, jitter: false }
const failure = { code: 'http_5xx', message: 'x', retryable: true }

describe('the pause before the next attempt', () => {
  it.each([
    ['none', [0, 0, 0, 0, 0, 0]],
    ['fixed', [100, 100, 100, 100, 100, 100]],
    ['linear', [100, 200, 300, 400, 500, 600]],
    ['exponential', [100, 200, 400, 800, 1_000, 1_000]],
    ['fibonacci', [100, 100, 200, 300, 500, 800]],
  ] as const)('grows as `%s` says, up to the longest', (backoff, expected) => {
    const delays = expected.map((_, index) =>
      retryDelayMs({ ...policy, backoff }, index + 1, failure, () => 0),
    )
    expect(delays).toEqual(expected)
  })

  it('does not come after the last attempt', () => {
    expect(retryDelayMs(policy, 6, failure, () => 0)).toBe(100)
    expect(retryDelayMs(policy, 7, failure, () => 0)).toBeUndefined()
  })

  it('lies with jitter between half and all of its length', () => {
    const jittered = { ...policy, jitter: true }
    expect(retryDelayMs(jittered, 1, failure, () => 0)).toBe(50)
    expect(retryDelayMs(jittered, 1, failure, () => 0.999_999)).toBe(100)
  })

  it('is what the other side asked for, even above the longest', () => {
    expect(retryDelayMs(policy, 1, { ...failure, retryAfterMs: 90_000 }, () => 0)).toBe(90_000)
  })

  it('comes only for the codes that the policy names, where it names any', () => {
    const choosy = { ...policy, on: ['code_failed'] }
    expect(retryDelayMs(choosy, 1, failure, () => 0)).toBeUndefined()
    expect(retryDelayMs(choosy, 1, { ...failure, code: 'code_failed', retryable: false }, () => 0)).toBe(100)
    expect(retryDelayMs(policy, 1, { ...failure, retryable: false }, () => 0)).toBeUndefined()
  })
})
