import type { LoggedRunEvent } from '@/server/kernel/run-events'
import type { Queryable } from '@/server/platform/db'

/** Events of a run after `afterSeq`, in order, at most `limit`. */
export async function readEvents(
  db: Queryable,
  runId: string,
  afterSeq: number,
  limit: number,
): Promise<LoggedRunEvent[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT seq, type, path, at, data FROM "RunEvent" WHERE "runId" = $1 AND seq > $2::int ORDER BY seq LIMIT $3::int`,
    [runId, afterSeq, limit],
  )
  return rows.map(({ seq, type, path, at, data }) => {
    const event = { seq, at: new Date(at).toISOString(), type, ...(path !== null && { path }), ...data }
    // Only `appendToLog` writes these columns, from an event of this shape.
    return event as LoggedRunEvent
  })
}

interface EventRow {
  seq: number
  type: string
  path: string | null
  at: Date | string
  data: object
}
