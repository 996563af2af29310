import type { Sql } from './database'

/** Removes runs that ended long ago, together with the events that started them and nothing else; how many runs went. */
export async function deleteOldRuns(sql: Sql, keepDays: number, batch: number): Promise<number> {
  const { rows } = await sql.query<{ eventId: string }>(
    `DELETE FROM engine.runs WHERE id IN (
       SELECT id FROM engine.runs WHERE ended_at < now() - $1::float8 * interval '1 day'
       ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING event_id AS "eventId"`,
    [keepDays, batch],
  )
  await sql.query(
    `DELETE FROM engine.events e WHERE e.id = ANY ($1::text[])
       AND e.received_at < now() - GREATEST($2::float8, 1) * interval '1 day'
       AND NOT EXISTS (SELECT FROM engine.runs r WHERE r.event_id = e.id)`,
    [[...new Set(rows.map((row) => row.eventId))], keepDays],
  )
  return rows.length
}

/** Where a walk through old events has come to. */
export interface EventCursor {
  receivedAt: string
  id: string
}

/**
 * Looks at one batch of old events behind the cursor and removes those that belong to no run. Events of runs that
 * still wait stay and are passed over, so a walk begins anew only now and then. Gives where it came to; undefined: to the end.
 */
export async function deleteOldEvents(
  sql: Sql,
  keepDays: number,
  batch: number,
  after: EventCursor | undefined,
): Promise<EventCursor | undefined> {
  const { rows } = await sql.query<EventCursor & { isLast: boolean }>(
    `WITH old AS (
       SELECT e.id, e.received_at FROM engine.events e
       WHERE e.received_at < now() - GREATEST($1::float8, 1) * interval '1 day'
         AND (e.received_at, e.id) > ($3::timestamptz, $4::text)
       ORDER BY e.received_at, e.id LIMIT $2
     ), gone AS (
       DELETE FROM engine.events e USING old WHERE e.id = old.id
         AND NOT EXISTS (SELECT FROM engine.runs r WHERE r.event_id = e.id)
     )
     SELECT received_at::text AS "receivedAt", id, (SELECT count(*) FROM old) < $2 AS "isLast"
     FROM old ORDER BY received_at DESC, id DESC LIMIT 1`,
    [keepDays, batch, after?.receivedAt ?? '-infinity', after?.id ?? ''],
  )
  const [last] = rows
  return last && !last.isLast ? { receivedAt: last.receivedAt, id: last.id } : undefined
}

/** Forgets idempotency keys that hold no longer; how many. */
export async function deleteOldKeys(sql: Sql, batch: number): Promise<number> {
  const keys = await sql.query(
    `DELETE FROM engine.idempotency WHERE (function_id, key) IN (
       SELECT function_id, key FROM engine.idempotency WHERE seen_at < now() - interval '24 hours'
       ORDER BY seen_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [batch],
  )
  return keys.rowCount ?? 0
}
