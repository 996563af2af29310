import type { JsonValue } from '@/server/kernel/json'
import type { Queryable } from '@/server/platform/db'
import type { Projection } from './projection'

interface Target {
  orgId: string
  projectId: string
  runId: string
}

/** Closes and opens waits. `answered`: what child runs that are over came to, by their id. */
export async function writeWaits(
  db: Queryable,
  target: Target,
  projection: Projection,
  given: { approvalIds: Map<string, string>; answered: Map<string, JsonValue> },
): Promise<void> {
  if (projection.closedWaits.size > 0)
    await db.query(
      'DELETE FROM "Wait" WHERE "runId" = $1 AND path IN (SELECT jsonb_array_elements_text($2::jsonb))',
      [target.runId, JSON.stringify([...projection.closedWaits])],
    )
  const rows = [...projection.openWaits.values()].map(({ approval, ...wait }) => ({
    ...wait,
    approvalId: given.approvalIds.get(wait.path),
    onTimeout: approval?.onTimeout,
    resolution: wait.childRunId === undefined ? undefined : given.answered.get(wait.childRunId),
  }))
  if (rows.length === 0) return
  await db.query(INSERT_WAITS, [target.orgId, target.projectId, target.runId, JSON.stringify(rows)])
}

const INSERT_WAITS = `
  INSERT INTO "Wait" ("orgId", "projectId", "runId", path, kind, "dueAt", "approvalId", "onTimeout", "eventName",
                      since, "childRunId", resolution)
  SELECT $1, $2, $3, w.path, w.kind, w."dueAt", w."approvalId", w."onTimeout", w."eventName", w.since,
         w."childRunId", w.resolution
    FROM json_to_recordset($4::json)
      AS w(path text, kind text, "dueAt" timestamptz, "approvalId" text, "onTimeout" text, "eventName" text,
           since timestamptz, "childRunId" text, resolution json)
  ON CONFLICT ("runId", path) DO UPDATE
     SET kind = excluded.kind, "dueAt" = excluded."dueAt", "approvalId" = excluded."approvalId",
         "onTimeout" = excluded."onTimeout", "eventName" = excluded."eventName", since = excluded.since,
         "childRunId" = excluded."childRunId", resolution = excluded.resolution`
