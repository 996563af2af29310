import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { recordSessionEvent } from '@/server/operations'
import { verifyPassword } from '@/server/platform/crypto'
import { systemPool } from '@/server/platform/db'
import { emailSchema } from './schema'
import { createSession, findUserByEmail } from './store'

export interface SignInRequest {
  email: string
  password: string
  ip: string | null
  userAgent: string | null
}

export type SignInResult =
  | { kind: 'signed-in'; sessionId: string; name: string; email: string }
  /** The same for an unknown address and a wrong password: nobody learns who has an account. */
  | { kind: 'refused' }
  | { kind: 'throttled'; retryAfterMs: number }

/** Checks a password, slowly and the same way whether or not the account exists. */
export async function signIn(request: SignInRequest): Promise<SignInResult> {
  const email = emailSchema.safeParse(request.email)
  const key = email.success ? email.data : 'invalid'
  const retryAfterMs = await throttled(key, request.ip ?? 'unknown')
  if (retryAfterMs !== undefined) return refuse(request, key, { kind: 'throttled', retryAfterMs })
  const user = email.success ? await findUserByEmail(email.data) : null
  const matches = await verifyPassword(user?.passwordHash ?? null, request.password)
  if (!user || !matches) return refuse(request, key, { kind: 'refused' })
  const now = new Date()
  const sessionId = await createSession({
    userId: user.id,
    ip: request.ip,
    userAgent: request.userAgent,
    now,
  })
  await limiters().account.delete(key)
  await recordSessionEvent({
    action: 'sessions.signIn',
    outcome: 'done',
    user: { userId: user.id, name: user.name },
    details: { sessionId },
    ip: request.ip,
  })
  return { kind: 'signed-in', sessionId, name: user.name, email: user.email }
}

async function refuse<T extends SignInResult>(request: SignInRequest, email: string, result: T): Promise<T> {
  await recordSessionEvent({
    action: 'sessions.signIn',
    outcome: 'refused',
    user: null,
    details: { email, reason: result.kind },
    ip: request.ip,
  })
  return result
}

/** How long to wait, where this account or this address tried too often. Counts the try. */
async function throttled(email: string, ip: string): Promise<number | undefined> {
  const { account, address } = limiters()
  const results = await Promise.allSettled([account.consume(email), address.consume(ip)])
  let retryAfterMs: number | undefined
  for (const result of results) {
    if (result.status === 'fulfilled') continue
    if (!(result.reason instanceof RateLimiterRes)) throw result.reason
    retryAfterMs = Math.max(retryAfterMs ?? 0, result.reason.msBeforeNext)
  }
  return retryAfterMs
}

interface Limiters {
  account: RateLimiterPostgres
  address: RateLimiterPostgres
}

let created: Limiters | undefined

/** Ten tries for one account and fifty from one address in a quarter of an hour, counted in Postgres. */
function limiters(): Limiters {
  created ??= {
    account: limiter('signin:account', 10),
    address: limiter('signin:address', 50),
  }
  return created
}

function limiter(keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: systemPool(),
    keyPrefix,
    points,
    duration: 900,
    tableName: 'RateLimit',
    tableCreated: true,
    clearExpiredByTimeout: false,
  })
}
