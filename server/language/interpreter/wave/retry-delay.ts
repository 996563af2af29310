import type { RetryPolicy, StepFailure } from '../../contracts'

/**
 * How long to pause before the next attempt; `undefined`: no other attempt. `failures` counts this one.
 * With jitter the pause lies between half and all of its length; what the other side asked for
 * (`Retry-After`) wins over the policy's own length.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  failures: number,
  failure: StepFailure,
  random: () => number,
): number | undefined {
  const isWorthIt = policy.on ? policy.on.includes(failure.code) : failure.retryable
  if (!isWorthIt || failures >= policy.attempts) return undefined
  if (failure.retryAfterMs !== undefined) return Math.max(0, Math.round(failure.retryAfterMs))
  const lengthMs = Math.min(policy.delayMs * factorOf(policy, failures), policy.maxDelayMs)
  return Math.round(policy.jitter ? lengthMs * (0.5 + random() / 2) : lengthMs)
}

function factorOf({ backoff }: RetryPolicy, failures: number): number {
  switch (backoff) {
    case 'none':
      return 0
    case 'fixed':
      return 1
    case 'linear':
      return failures
    case 'exponential':
      return 2 ** (failures - 1)
    case 'fibonacci':
      return fibonacci(failures)
  }
}

function fibonacci(count: number): number {
  let [previous, current] = [0, 1]
  for (let index = 1; index < count; index += 1) [previous, current] = [current, previous + current]
  return current
}
