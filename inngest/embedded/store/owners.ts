import type { Sql } from './database'

export async function addOwner(sql: Sql, ownerId: string, leaseMs: number): Promise<void> {
  await sql.query(
    `INSERT INTO engine.owners (id, expires_at) VALUES ($1, now() + $2::float8 * interval '1 ms')`,
    [ownerId, leaseMs],
  )
}

export interface OwnerBeat {
  id: string
  /** Rises with each heartbeat. */
  beats: string
  /** By the database's clock, its lease has run out. */
  isExpired: boolean
  /** The connection that its last heartbeat came by is there. It ends with its process. */
  isConnected: boolean
}

const CONNECTION = (id: string) => `'pawl-engine ' || right(${id}, 36)`

/**
 * Keeps the owner alive, and tells of all owners there are. Without itself among them, it was taken for dead. The
 * connection takes the name of the owner, by the part of it that is random: names of connections are short.
 */
export async function beatOwner(sql: Sql, ownerId: string, leaseMs: number): Promise<OwnerBeat[]> {
  const { rows } = await sql.query<OwnerBeat>(
    `WITH mine AS (UPDATE engine.owners SET beats = beats + 1, expires_at = now() + $2::float8 * interval '1 ms'
                   WHERE id = $1 AND set_config('application_name', ${CONNECTION('$1')}, false) IS NOT NULL)
     SELECT id, beats::text, expires_at < now() AS "isExpired",
       ${CONNECTION('id')} IN (SELECT application_name FROM pg_stat_get_activity(NULL)) AS "isConnected"
     FROM engine.owners`,
    [ownerId, leaseMs],
  )
  return rows
}

/** Takes owners for dead that have not beaten since they were looked at. */
export async function removeSilentOwners(sql: Sql, silent: Pick<OwnerBeat, 'id' | 'beats'>[]): Promise<void> {
  if (silent.length === 0) return
  await sql.query(
    `DELETE FROM engine.owners o USING unnest($1::text[], $2::bigint[]) AS s (id, beats)
     WHERE o.id = s.id AND o.beats = s.beats`,
    [silent.map((owner) => owner.id), silent.map((owner) => owner.beats)],
  )
}

/** Frees calls whose owner is gone (their claims' tokens with them); returns how many. */
export async function freeOrphanedCalls(sql: Sql): Promise<number> {
  const freed = await sql.query(
    `UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false
     WHERE owner_id IS NOT NULL AND NOT EXISTS (SELECT FROM engine.owners o WHERE o.id = owner_id)`,
  )
  return freed.rowCount ?? 0
}

/** Gives back all that the owner holds, and the owner itself. */
export async function removeOwner(sql: Sql, ownerId: string): Promise<void> {
  await sql.query(
    `WITH gone AS (DELETE FROM engine.owners WHERE id = $1)
     UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false WHERE owner_id = $1`,
    [ownerId],
  )
}
