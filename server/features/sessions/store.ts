import { newId } from '@/server/kernel/ids'
import { systemDb } from '@/server/platform/db'

/** A session nobody uses for this long is over. */
const SESSION_LIFE_MS = 30 * 86_400_000
/** How stale `lastSeenAt` may get: one write a minute a session, not one a request. */
const SEEN_EVERY_MS = 60_000

export interface SessionUser {
  sessionId: string
  userId: string
  name: string
  email: string
}

export async function createSession(request: {
  userId: string
  ip: string | null
  userAgent: string | null
  now: Date
}): Promise<string> {
  const { userId, ip, userAgent, now } = request
  const session = await systemDb().session.create({
    data: {
      id: newId('session'),
      userId,
      ip,
      userAgent: userAgent?.slice(0, 400) ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_LIFE_MS),
    },
    select: { id: true },
  })
  return session.id
}

/** The person behind a live session; `null` when it is revoked, expired or unknown. */
export async function readSession(sessionId: string, now: Date): Promise<SessionUser | null> {
  const session = await systemDb().session.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: now } },
    select: { lastSeenAt: true, user: { select: { id: true, name: true, email: true } } },
  })
  if (!session) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) await touchSession(sessionId, now)
  const { id, name, email } = session.user
  return { sessionId, userId: id, name, email }
}

export async function revokeSession(sessionId: string, now: Date): Promise<void> {
  await systemDb().session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: now } })
}

export async function findUserByEmail(email: string) {
  return systemDb().user.findUnique({
    where: { email },
    select: { id: true, name: true, email: true, passwordHash: true },
  })
}

async function touchSession(sessionId: string, now: Date): Promise<void> {
  await systemDb().session.updateMany({
    where: { id: sessionId },
    data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + SESSION_LIFE_MS) },
  })
}
