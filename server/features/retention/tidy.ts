import { systemPool } from '@/server/platform/db'

/** How long what is over is kept for people to look at. */
const KEPT = "interval '90 days'"

/** Rows of the instance that are over and that nothing reads any more. */
const OVER = [
  `DELETE FROM "Session" WHERE "expiresAt" < $1::timestamptz OR "revokedAt" < $1::timestamptz - ${KEPT}`,
  'DELETE FROM "OwnerLink" WHERE "expiresAt" < $1::timestamptz',
  `DELETE FROM "Invitation" WHERE "expiresAt" < $1::timestamptz - ${KEPT}`,
  'DELETE FROM "IdempotencyKey" WHERE "expiresAt" < $1::timestamptz',
  'DELETE FROM "RateLimit" WHERE expire < extract(epoch FROM $1::timestamptz) * 1000',
] as const

/** Deletes sessions, links, invitations, idempotency keys and counters that are over. How many rows. */
export async function tidyInstance(now: Date): Promise<number> {
  let deleted = 0
  for (const statement of OVER) {
    const { rowCount } = await systemPool().query(statement, [now.toISOString()])
    deleted += rowCount ?? 0
  }
  return deleted
}

/** Organizations in order of their ids, a page at a time. */
export async function listOrganizationIds(after: string, limit: number): Promise<string[]> {
  const { rows } = await systemPool().query<{ id: string }>(
    'SELECT id FROM "Organization" WHERE id > $1 ORDER BY id LIMIT $2',
    [after, limit],
  )
  return rows.map((row) => row.id)
}
