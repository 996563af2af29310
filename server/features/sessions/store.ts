import { newId } from '@/server/kernel/ids'
import { asQueryable, type SystemDb, systemDb, type TenantTransaction } from '@/server/platform/db'
import { announceIn } from '@/server/platform/realtime'

/** A session nobody uses for this long is over. */
const SESSION_LIFE_MS = 30 * 86_400_000
/** How stale `lastSeenAt` may get: one write a minute a session, not one a request. */
const SEEN_EVERY_MS = 60_000

type Db = SystemDb | TenantTransaction

export interface SessionUser {
  sessionId: string
  userId: string
  name: string
  email: string
}

/**
 * A new session; `undefined` when the password was changed since it was checked: the row is held until
 * the session stands, so that changing it signs out this one too.
 */
export async function createSession(request: {
  user: { id: string; passwordHash: string }
  ip: string | null
  userAgent: string | null
  now: Date
}): Promise<string | undefined> {
  const { user, ip, userAgent, now } = request
  return systemDb().$transaction(async (db) => {
    const held = await db.$queryRaw<unknown[]>`
      SELECT id FROM "User" WHERE id = ${user.id} AND "passwordHash" = ${user.passwordHash} FOR SHARE`
    if (held.length === 0) return undefined
    const session = await db.session.create({
      data: {
        id: newId('session'),
        userId: user.id,
        ip,
        userAgent: userAgent?.slice(0, 400) ?? null,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_LIFE_MS),
      },
      select: { id: true },
    })
    return session.id
  })
}

/** The person behind a live session; `null` when it is revoked, expired or unknown. */
export async function readSession(sessionId: string, now: Date): Promise<SessionUser | null> {
  const session = await systemDb().session.findFirst({
    where: { id: sessionId, ...live(now) },
    select: { lastSeenAt: true, user: { select: { id: true, name: true, email: true } } },
  })
  if (!session) return null
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS) await touchSession(sessionId, now)
  const { id, name, email } = session.user
  return { sessionId, userId: id, name, email }
}

/** Whether a session still counts. Leaves `lastSeenAt` as it is: an open page is no person. */
export async function isSessionLive(sessionId: string, now: Date): Promise<boolean> {
  return (await systemDb().session.count({ where: { id: sessionId, ...live(now) } })) === 1
}

/** Live sessions of a person, the one used last first. */
export async function listSessions(db: Db, userId: string, now: Date) {
  return db.session.findMany({
    where: { userId, ...live(now) },
    orderBy: { lastSeenAt: 'desc' },
    select: { id: true, createdAt: true, lastSeenAt: true, ip: true, userAgent: true },
  })
}

/** Ends sessions of a person: one, or all but one. Returns how many; their open pages close. */
export async function revokeSessions(
  db: Db,
  userId: string,
  which: { only: string } | { except: string | null },
  now: Date,
): Promise<number> {
  const id = 'only' in which ? which.only : which.except === null ? undefined : { not: which.except }
  const { count } = await db.session.updateMany({
    where: { userId, ...live(now), ...(id !== undefined && { id }) },
    data: { revokedAt: now },
  })
  if (count > 0) {
    const orgs = await db.membership.findMany({ where: { userId }, select: { orgId: true } })
    const orgIds = orgs.map(({ orgId }) => orgId)
    await announceIn(asQueryable(db), orgIds, 'sessions')
  }
  return count
}

/** When each of these people last used Pawl; who never did is missing. */
export async function lastSeenOf(userIds: string[]): Promise<Map<string, Date>> {
  const groups = await systemDb().session.groupBy({
    by: ['userId'],
    where: { userId: { in: userIds } },
    _max: { lastSeenAt: true },
  })
  return new Map(groups.flatMap(({ userId, _max }) => (_max.lastSeenAt ? [[userId, _max.lastSeenAt]] : [])))
}

export async function findUserByEmail(email: string) {
  return systemDb().user.findUnique({
    where: { email },
    select: { id: true, name: true, email: true, passwordHash: true },
  })
}

function live(now: Date) {
  return { revokedAt: null, expiresAt: { gt: now } }
}

async function touchSession(sessionId: string, now: Date): Promise<void> {
  await systemDb().session.updateMany({
    where: { id: sessionId },
    data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + SESSION_LIFE_MS) },
  })
}
