import type { Sql } from './database'

export async function addOwner(sql: Sql, ownerId: string, leaseMs: number): Promise<void> {
  await sql.query(
    `INSERT INTO engine.owners (id, expires_at) VALUES ($1, now() + $2::float8 * interval '1 ms')`,
    [ownerId, leaseMs],
  )
}

/** Keeps the owner alive; false when others have taken it for dead. */
export async function renewOwner(sql: Sql, ownerId: string, leaseMs: number): Promise<boolean> {
  const renewed = await sql.query(
    `UPDATE engine.owners SET expires_at = now() + $2::float8 * interval '1 ms' WHERE id = $1`,
    [ownerId, leaseMs],
  )
  return renewed.rowCount === 1
}

/** Frees the calls of owners that are dead (their claims' tokens with them); returns how many. */
export async function freeCallsOfDeadOwners(sql: Sql): Promise<number> {
  const freed = await sql.query(
    `WITH dead AS (DELETE FROM engine.owners WHERE expires_at < now())
     UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false
     WHERE owner_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM engine.owners o WHERE o.id = owner_id AND o.expires_at >= now())`,
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

/** Milliseconds until the next thing to do: a call, a wait, a cron tick, or another owner's lease running out. */
export async function msUntilNext(sql: Sql, ownerId: string): Promise<number | undefined> {
  const { rows } = await sql.query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM LEAST(
         (SELECT min(due_at) FROM engine.queue WHERE owner_id IS NULL AND due_at > now()),
         (SELECT min(due_at) FROM engine.waits WHERE due_at IS NOT NULL),
         (SELECT min(next_at) FROM engine.crons),
         (SELECT min(expires_at) FROM engine.owners WHERE id <> $1)
       ) - clock_timestamp()) * 1000)::float8 AS ms`,
    [ownerId],
  )
  return rows[0]?.ms ?? undefined
}
