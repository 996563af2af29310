import type { Queryable } from '@/server/platform/db'
import { CHANGES_CHANNEL, type Change } from './channels'

/**
 * Announces within a transaction: told when it commits, never when it does not. For rare changes that
 * must be heard, such as a revoked session; a NOTIFY in every commit would halve the commit rate.
 */
export async function announceIn(db: Queryable, orgIds: readonly string[], topic: string): Promise<void> {
  if (orgIds.length === 0) return
  const payloads = orgIds.map((orgId) =>
    JSON.stringify({ orgId, topics: [topic], runs: {} } satisfies Change),
  )
  // `count`: Prisma cannot read the void that pg_notify returns.
  await db.query('SELECT count(pg_notify($1::text, payload)) FROM unnest($2::text[]) AS payload', [
    CHANGES_CHANNEL,
    payloads,
  ])
}
