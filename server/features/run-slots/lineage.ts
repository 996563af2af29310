import type { Queryable } from '@/server/platform/db'

/** A step of a run, and the steps of other runs in which it runs. */
export interface LineageEntry {
  runId: string
  path: string
}

/**
 * Whether one that is waiting for this step holds a place of the key already: a step or run inside another one
 * counts with it, or the two would wait for each other for ever. A detached run is inside of nothing.
 */
export async function isInsideHolder(db: Queryable, asker: LineageEntry, key: string): Promise<boolean> {
  const { rows: holders } = await db.query<LineageEntry>(HOLDERS_AROUND, [asker.runId, asker.path, key])
  return holders.length > 0
}

/** A path lies within another when that one is all of it up to a `.` or `[`; everything lies within a run. */
const HOLDERS_AROUND = `
  WITH RECURSIVE lineage("runId", path, distance) AS (
    SELECT $1::text, $2::text, 0
    UNION ALL
    SELECT r."parentRunId", r."parentPath", l.distance + 1
      FROM lineage l JOIN "Run" r ON r.id = l."runId"
     WHERE r."parentRunId" IS NOT NULL AND l.distance < 20 AND NOT coalesce((r.trigger->>'isDetached')::boolean, false)
  )
  SELECT s."runId", s.path
    FROM lineage l JOIN "ConcurrencySlot" s ON s."runId" = l."runId"
   WHERE s.key = $3 AND s."isHeld"
     AND (s.path = '' OR (s.path = l.path AND l.distance > 0)
          OR starts_with(l.path, s.path || '.') OR starts_with(l.path, s.path || '['))
     AND NOT (l.distance = 0 AND s.path = l.path)
   LIMIT 1`
