import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { systemPool } from '@/server/platform/db'
import { networkOf } from './network'

export interface Throttled {
  retryAfterMs: number
  /** This try is the first one too many: later ones need not be told again. */
  isFirst: boolean
}

/**
 * Counts a try at a password. Ten for one account and fifty from one address in a quarter of an hour,
 * counted in Postgres, so over all processes; `undefined`: go on.
 */
export async function throttle(email: string, ip: string | null): Promise<Throttled | undefined> {
  const { account, address } = limiters()
  const tries = [
    { limiter: account, key: email },
    { limiter: address, key: networkOf(ip) },
  ]
  const results = await Promise.allSettled(tries.map(({ limiter, key }) => limiter.consume(key)))
  let throttled: Throttled | undefined
  results.forEach((result, index) => {
    if (result.status === 'fulfilled') return
    if (!(result.reason instanceof RateLimiterRes)) throw result.reason
    const { msBeforeNext, consumedPoints } = result.reason
    throttled = {
      retryAfterMs: Math.max(throttled?.retryAfterMs ?? 0, msBeforeNext),
      isFirst: (throttled?.isFirst ?? false) || consumedPoints === (tries[index]?.limiter.points ?? 0) + 1,
    }
  })
  return throttled
}

/** The right password was given: earlier tries at this account are forgiven. */
export async function forgiveTries(email: string): Promise<void> {
  await limiters().account.delete(email)
}

interface Limiters {
  account: RateLimiterPostgres
  address: RateLimiterPostgres
}

// By pool: one that is closed takes its limiters along.
const created = new WeakMap<pg.Pool, Limiters>()

function limiters(): Limiters {
  const pool = systemPool()
  const known = created.get(pool)
  if (known) return known
  const made = {
    account: limiter(pool, 'signin:account', 10),
    address: limiter(pool, 'signin:address', 50),
  }
  created.set(pool, made)
  return made
}

function limiter(storeClient: pg.Pool, keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient,
    keyPrefix,
    points,
    duration: 900,
    tableName: 'RateLimit',
    tableCreated: true,
    clearExpiredByTimeout: false,
  })
}
