import type { Sql } from './database'

export interface Inspected {
  /** Calls that are due and that nobody makes yet. */
  queueDepth: number
  /** For how long the oldest of them has been due; 0 when there is none. */
  oldestDueMs: number
  /** Steps and runs that wait for a moment or an event. */
  waiting: number
  /** Calls under way, in all processes. */
  inFlight: number
  /** Processes that hold a lease. */
  owners: number
}

/** What all processes of this database have before them. */
export async function inspect(sql: Sql): Promise<Inspected> {
  const { rows } = await sql.query<Inspected>(
    `SELECT due.calls AS "queueDepth",
       GREATEST(0, COALESCE(extract(epoch FROM now() - due.oldest) * 1000, 0))::float8 AS "oldestDueMs",
       (SELECT count(*)::int FROM engine.waits) AS waiting,
       (SELECT count(*)::int FROM engine.queue WHERE owner_id IS NOT NULL) AS "inFlight",
       (SELECT count(*)::int FROM engine.owners WHERE expires_at >= now()) AS owners
     FROM (SELECT count(*)::int AS calls, min(due_at) AS oldest FROM engine.queue
           WHERE owner_id IS NULL AND due_at <= now()) AS due`,
  )
  return rows[0] ?? { queueDepth: 0, oldestDueMs: 0, waiting: 0, inFlight: 0, owners: 0 }
}
