import type pg from 'pg'
import type { JsonObject } from '@/server/kernel/json'
import type { Queryable } from '@/server/platform/db'

export interface ClaimedEntry {
  id: string
  orgId: string
  name: string
  data: JsonObject
  /** Counts this one. */
  attempts: number
}

/**
 * Takes up to `limit` due entries and hides them for `holdMs`, so that several relays share the work
 * and a dead one's entries come back.
 */
export async function claimDue(pool: pg.Pool, limit: number, holdMs: number): Promise<ClaimedEntry[]> {
  const { rows } = await pool.query<ClaimedEntry>(
    `UPDATE "OutboxEntry" o
        SET attempts = o.attempts + 1, "availableAt" = now() + $2 * interval '1 millisecond'
       FROM (SELECT id FROM "OutboxEntry" WHERE "availableAt" <= now()
              ORDER BY "availableAt", id LIMIT $1 FOR UPDATE SKIP LOCKED) due
      WHERE o.id = due.id
  RETURNING o.id, o."orgId", o.name, o.data, o.attempts`,
    [limit, holdMs],
  )
  return rows
}

/** Told, and done with. */
export async function remove(db: Queryable, ids: string[]): Promise<void> {
  if (ids.length > 0) await db.query('DELETE FROM "OutboxEntry" WHERE id = ANY($1)', [ids])
}

/** To be told again after `delayMs`. */
export async function postpone(db: Queryable, id: string, delayMs: number): Promise<void> {
  await db.query(
    `UPDATE "OutboxEntry" SET "availableAt" = now() + $2 * interval '1 millisecond' WHERE id = $1`,
    [id, delayMs],
  )
}
