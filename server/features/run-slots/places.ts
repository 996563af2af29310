import type { JsonObject } from '@/server/kernel/json'
import type { Queryable } from '@/server/platform/db'
import { writeOutboxRows } from '@/server/platform/outbox'
import { lockKeys } from './keys'

export interface Asker {
  orgId: string
  projectId: string
  runId: string
  /** Of the step that asks; empty: the run itself. */
  path: string
}

export type Place = 'held' | 'queued'

/**
 * Takes a place under a limit, or joins the queue for it, strictly first come, first served. Asking again is
 * safe; a limit that a newer version made smaller holds from then on. `since`: when it came, if that was before now.
 */
export async function takePlace(
  db: Queryable,
  asker: Asker,
  { key, limit, since }: { key: string; limit: number; since?: Date },
): Promise<Place> {
  const { orgId, projectId, runId, path } = asker
  await lockKeys(db, projectId, [key])
  // `clock_timestamp`: the lock may have waited, and who gets it first stands first.
  await db.query(
    `INSERT INTO "ConcurrencySlot" ("orgId", "projectId", "runId", path, key, "limit", "requestedAt")
     VALUES ($1, $2, $3, $4, $5, $6::int, coalesce($7::timestamptz, clock_timestamp()))
     ON CONFLICT ("runId", path) DO UPDATE SET "limit" = least("ConcurrencySlot"."limit", excluded."limit")`,
    [orgId, projectId, runId, path, key, limit, since?.toISOString() ?? null],
  )
  const { rows } = await db.query<{ isHeld: boolean }>(
    `SELECT "isHeld" FROM "ConcurrencySlot" WHERE "runId" = $1 AND path = $2`,
    [runId, path],
  )
  if (rows[0]?.isHeld) return 'held'
  const granted = await grantNext(db, projectId, key)
  await tellGranted(
    db,
    orgId,
    granted.filter((slot) => slot.runId !== runId || slot.path !== path),
  )
  return granted.some((slot) => slot.runId === runId && slot.path === path) ? 'held' : 'queued'
}

/**
 * Gives back the places of steps, or (`all`) of the whole run, held and asked for alike, and hands them to whoever
 * is next, in the caller's transaction. Whether anybody was told.
 */
export async function releasePlaces(
  db: Queryable,
  { orgId, projectId, runId }: { orgId: string; projectId: string; runId: string },
  paths: readonly string[] | 'all',
): Promise<boolean> {
  const those = paths === 'all' ? '' : 'AND path IN (SELECT jsonb_array_elements_text($2::jsonb))'
  const values = paths === 'all' ? [runId] : [runId, JSON.stringify(paths)]
  const { rows: mine } = await db.query<{ key: string }>(
    `SELECT DISTINCT key FROM "ConcurrencySlot" WHERE "runId" = $1 ${those}`,
    values,
  )
  if (mine.length === 0) return false
  const keys = mine.map((row) => row.key)
  await lockKeys(db, projectId, keys)
  await db.query(`DELETE FROM "ConcurrencySlot" WHERE "runId" = $1 ${those}`, values)
  const granted: Granted[] = []
  for (const key of keys.sort()) granted.push(...(await grantNext(db, projectId, key)))
  await tellGranted(db, orgId, granted)
  return granted.length > 0
}

export interface Granted {
  runId: string
  path: string
}

/** Gives free places of a key to those who wait longest; the caller holds the key's lock. */
export async function grantNext(db: Queryable, projectId: string, key: string): Promise<Granted[]> {
  const { rows } = await db.query<Granted>(GRANT_NEXT, [projectId, key])
  return rows
}

/** Nobody is passed over: who stands behind one that does not fit waits too. */
const GRANT_NEXT = `
  WITH queue AS (
    SELECT "runId", path, "limit", row_number() OVER (ORDER BY "requestedAt", "runId", path) AS nth
      FROM "ConcurrencySlot" WHERE "projectId" = $1 AND key = $2 AND NOT "isHeld"
     ORDER BY "requestedAt", "runId", path LIMIT 1000
  ), held AS (
    SELECT count(*) AS places FROM "ConcurrencySlot" WHERE "projectId" = $1 AND key = $2 AND "isHeld"
  ), fitting AS (
    SELECT "runId", path, bool_and(held.places + nth <= "limit") OVER (ORDER BY nth) AS fits FROM queue, held
  )
  UPDATE "ConcurrencySlot" s SET "isHeld" = true
    FROM fitting f WHERE f.fits AND s."runId" = f."runId" AND s.path = f.path
  RETURNING s."runId", s.path`

/** A run that was kept back goes to the engine now; one whose step waits is woken. */
export async function tellGranted(db: Queryable, orgId: string, granted: readonly Granted[]): Promise<void> {
  await writeOutboxRows(
    db,
    orgId,
    granted.map(({ runId, path }): { name: string; data: JsonObject } =>
      path === ''
        ? { name: 'run.requested', data: { runId, isAdmitted: true } }
        : { name: 'run.wake', data: { runId } },
    ),
  )
}
