import { eraseRunEvent, PLAIN_EVENTS } from '@/server/kernel/erase-run-event'
import type { RunEvent } from '@/server/kernel/run-events'
import type { Queryable } from '@/server/platform/db'

const BATCH = 1_000

interface EventRow {
  runId: string
  seq: number
  type: string
  path: string | null
  data: object
}

/** Blanks every value in the logs of these ended runs, in the caller's transaction; what happened and when stays. */
export async function eraseEvents(
  db: Queryable,
  runs: ReadonlyMap<string, { title: string; tags: string[] }>,
): Promise<void> {
  const runIds = JSON.stringify([...runs.keys()])
  let after = { runId: '', seq: 0 }
  for (;;) {
    const { rows } = await db.query<EventRow>(SELECT_EVENTS, [
      runIds,
      JSON.stringify(PLAIN_EVENTS),
      after.runId,
      after.seq,
      BATCH,
    ])
    const last = rows.at(-1)
    if (!last) return
    const erased = rows.map((row) => ({ runId: row.runId, seq: row.seq, data: erasedData(row, runs) }))
    await db.query(UPDATE_EVENTS, [JSON.stringify(erased)])
    if (rows.length < BATCH) return
    after = last
  }
}

/** Removes the logs of these ended runs, in the caller's transaction. */
export async function deleteEvents(db: Queryable, runIds: readonly string[]): Promise<void> {
  await db.query('DELETE FROM "RunEvent" WHERE "runId" IN (SELECT jsonb_array_elements_text($1::jsonb))', [
    JSON.stringify(runIds),
  ])
}

const SELECT_EVENTS = `
  SELECT "runId", seq, type, path, data FROM "RunEvent"
   WHERE "runId" IN (SELECT jsonb_array_elements_text($1::jsonb))
     AND type NOT IN (SELECT jsonb_array_elements_text($2::jsonb))
     AND ("runId", seq) > ($3, $4::int)
   ORDER BY "runId", seq LIMIT $5::int`

const UPDATE_EVENTS = `
  UPDATE "RunEvent" e SET data = b.data
    FROM json_to_recordset($1::json) AS b("runId" text, seq int, data json)
   WHERE e."runId" = b."runId" AND e.seq = b.seq`

function erasedData(row: EventRow, runs: Parameters<typeof eraseEvents>[1]): object {
  const { runId, type, path, data } = row
  // Only `appendToLog` writes these columns, from an event of this shape.
  const event = { type, ...(path !== null && { path }), ...data } as RunEvent
  const erased = eraseRunEvent(event, runs.get(runId) ?? { title: '', tags: [] })
  return Object.fromEntries(Object.entries(erased).filter(([key]) => key !== 'type' && key !== 'path'))
}
