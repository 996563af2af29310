import { recordSessionEvent } from '@/server/operations'
import { verifyPassword } from '@/server/platform/crypto'
import { emailSchema } from './schema'
import { createSession, findUserByEmail } from './store'
import { forgiveTries, throttle } from './throttle'

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

/**
 * Checks a password, slowly and the same way whether or not the account exists. Each success makes a new
 * session with an id of its own.
 */
export async function signIn(request: SignInRequest): Promise<SignInResult> {
  const email = emailSchema.safeParse(request.email)
  const key = email.success ? email.data : 'invalid'
  const throttled = await throttle(key, request.ip)
  const user = email.success ? await findUserByEmail(email.data) : null
  if (throttled) {
    // Told once: a log that grows with every try would be another way to attack.
    if (throttled.isFirst) await recordRefused(request, key, user?.id, 'throttled')
    return { kind: 'throttled', retryAfterMs: throttled.retryAfterMs }
  }
  const matches = await verifyPassword(user?.passwordHash ?? null, request.password)
  const sessionId = user && matches && (await createSession({ ...request, user, now: new Date() }))
  if (!user || !sessionId) {
    await recordRefused(request, key, user?.id, 'refused')
    return { kind: 'refused' }
  }
  await forgiveTries(key)
  await recordSessionEvent({
    action: 'sessions.signIn',
    outcome: 'done',
    user: { userId: user.id, name: user.name },
    details: { sessionId },
    ip: request.ip,
  })
  return { kind: 'signed-in', sessionId, name: user.name, email: user.email }
}

/** Whose account was tried sees it in the logs of their organizations; who tried is not known. */
async function recordRefused(
  request: SignInRequest,
  email: string,
  triedUserId: string | undefined,
  reason: 'refused' | 'throttled',
): Promise<void> {
  await recordSessionEvent({
    action: 'sessions.signIn',
    outcome: 'refused',
    user: null,
    ...(triedUserId !== undefined && { triedUserId }),
    details: { email, reason },
    ip: request.ip,
  })
}
