import type { LoggedRunEvent } from '@/server/kernel/run-events'
import type { Queryable } from '@/server/platform/db'

/** Events of a run after `afterSeq`, in order, at most `limit`. */
export async function readEvents(
  db: Queryable,
  runId: string,
  afterSeq: number,
  limit: number,
): Promise<LoggedRunEvent[]> {
  const { rows } = await db.query<{ event: LoggedRunEvent }>(
    `SELECT data || jsonb_strip_nulls(jsonb_build_object('seq', seq, 'type', type, 'path', path,
              'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS event
       FROM "RunEvent" WHERE "runId" = $1 AND seq > $2::int ORDER BY seq LIMIT $3::int`,
    [runId, afterSeq, limit],
  )
  return rows.map((row) => row.event)
}
