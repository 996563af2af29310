import type { TenantTransaction } from '@/server/platform/db'

/**
 * Takes away all that a member holds in an organization, and ends the API keys they made for it. What
 * they did stays in its history, under their name.
 */
export async function endMembership(
  { orgId }: { orgId: string },
  db: TenantTransaction,
  userId: string,
  now: Date,
): Promise<void> {
  await db.apiKey.updateMany({ where: { orgId, userId, revokedAt: null }, data: { revokedAt: now } })
  await db.projectMembership.deleteMany({ where: { orgId, userId } })
  await db.membership.deleteMany({ where: { orgId, userId } })
}
