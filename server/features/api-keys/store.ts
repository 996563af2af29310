import { AppError } from '@/server/kernel/errors'
import { isPermission } from '@/server/kernel/permissions'
import type { OrgScope } from '@/server/operations'
import { systemDb, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import { keyStateOf } from './rules'
import type { ApiKeySummary } from './schema'

type Db = TenantDb | TenantTransaction
type Scope = Pick<OrgScope, 'orgId' | 'user' | 'permissions'>

/** How stale `lastUsedAt` may get: one write a minute a key, not one a call. */
const USED_EVERY_MS = 60_000
const MAX_LISTED = 500

const shown = {
  id: true,
  userId: true,
  name: true,
  prefix: true,
  permissions: true,
  isLimitedToProjects: true,
  projectIds: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
} as const

/** Newest first: everybody's for whoever manages members, else one's own. */
export async function listKeys(scope: Scope, db: Db, now: Date): Promise<ApiKeySummary[]> {
  const rows = await db.apiKey.findMany({
    where: visibleTo(scope),
    orderBy: { id: 'desc' },
    take: MAX_LISTED,
    select: shown,
  })
  const projectIds = [...new Set(rows.flatMap((row) => row.projectIds))]
  const userIds = [...new Set(rows.map((row) => row.userId))]
  const [projects, users] = await Promise.all([
    db.project.findMany({
      where: { orgId: scope.orgId, id: { in: projectIds } },
      orderBy: { name: 'asc' },
      select: { id: true, name: true },
    }),
    db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true, email: true } }),
  ])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    user: users.find(({ id }) => id === row.userId) ?? { id: row.userId, name: 'A former member', email: '' },
    isMine: row.userId === scope.user.userId,
    permissions: row.permissions.filter(isPermission),
    projects: row.isLimitedToProjects ? projects.filter(({ id }) => row.projectIds.includes(id)) : null,
    state: keyStateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
  }))
}

/** A key that the caller may see; another member's is `not_found` without the right to manage members. */
export async function findKey(scope: Scope, db: Db, apiKeyId: string) {
  const row = await db.apiKey.findFirst({ where: { ...visibleTo(scope), id: apiKeyId }, select: shown })
  if (!row) throw new AppError('not_found', 'There is no such API key.')
  return row
}

export async function countLiveKeys(scope: Scope, db: Db, now: Date): Promise<number> {
  return db.apiKey.count({
    where: {
      orgId: scope.orgId,
      userId: scope.user.userId,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
  })
}

/** Before an organization is known: the key of this prefix, with its user and their membership. */
export async function findKeyByPrefix(prefix: string) {
  const key = await systemDb().apiKey.findUnique({
    where: { prefix },
    select: {
      ...shown,
      orgId: true,
      secretHash: true,
      user: { select: { id: true, name: true, email: true } },
    },
  })
  if (!key) return undefined
  const membership = await systemDb().membership.findFirst({
    where: { orgId: key.orgId, userId: key.userId },
    select: { createdAt: true },
  })
  // A membership younger than the key is another one: who was removed comes back without their old keys.
  return { ...key, isMember: membership !== null && membership.createdAt <= key.createdAt }
}

export async function touchKey(apiKeyId: string, ip: string | null, now: Date): Promise<void> {
  const stale = new Date(now.getTime() - USED_EVERY_MS)
  await systemDb().apiKey.updateMany({
    where: { id: apiKeyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: stale } }] },
    data: { lastUsedAt: now, lastUsedIp: ip },
  })
}

export function isUseStale(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= USED_EVERY_MS
}

function visibleTo(scope: Scope) {
  const isAdmin = scope.permissions.has('members.manage')
  return { orgId: scope.orgId, ...(!isAdmin && { userId: scope.user.userId }) }
}
