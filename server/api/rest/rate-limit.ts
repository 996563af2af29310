import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from '@/server/features/sessions'
import { AppError } from '@/server/kernel/errors'
import { systemPool } from '@/server/platform/db'
import { env } from '@/server/platform/env'

const WINDOW_S = 60
/** Calls a minute from one address without a valid key: signing in to nothing takes few. */
const ANONYMOUS_LIMIT = 60

type Subject = { kind: 'key'; apiKeyId: string } | { kind: 'address'; ip: string | null }

export interface Counted {
  /** draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. */
  headers: Record<string, string>
  /** Given when this call is one too many. */
  refusal: AppError | undefined
}

/** Counts one call, in Postgres: the same for every process that serves. */
export async function countCall(subject: Subject): Promise<Counted> {
  const limit = subject.kind === 'key' ? env().PAWL_API_RATE_LIMIT : ANONYMOUS_LIMIT
  const limiter = limiterFor(subject.kind, limit)
  const name = subject.kind === 'key' ? subject.apiKeyId : networkOf(subject.ip)
  try {
    return { headers: headersOf(subject.kind, limit, await limiter.consume(name)), refusal: undefined }
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason
    const message = `That was more than ${limit} calls in a minute. Wait, then go on.`
    return {
      headers: headersOf(subject.kind, limit, reason),
      refusal: new AppError('limit_exceeded', message, { retryAfterMs: reason.msBeforeNext }),
    }
  }
}

function headersOf(policy: string, limit: number, result: RateLimiterRes): Record<string, string> {
  const resetS = Math.max(0, Math.ceil(result.msBeforeNext / 1_000))
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=${WINDOW_S}`,
    ratelimit: `"${policy}";r=${Math.max(0, result.remainingPoints)};t=${resetS}`,
  }
}

// By pool: one that is closed takes its limiters along.
const limiters = new WeakMap<pg.Pool, Map<string, RateLimiterPostgres>>()

function limiterFor(kind: Subject['kind'], points: number): RateLimiterPostgres {
  const pool = systemPool()
  const name = `${kind}:${points}`
  const ofPool = limiters.get(pool) ?? new Map<string, RateLimiterPostgres>()
  const known = ofPool.get(name)
  if (known) return known
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    keyPrefix: `api:${kind}`,
    points,
    duration: WINDOW_S,
    tableName: 'RateLimit',
    tableCreated: true,
    // Addresses come without end: what expired an hour ago goes. Its timer keeps no process alive.
    clearExpiredByTimeout: true,
  })
  limiters.set(pool, ofPool.set(name, limiter))
  return limiter
}
