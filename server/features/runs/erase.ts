import { deleteBlobs } from '@/server/features/blobs'
import { deleteEvents, eraseEvents } from '@/server/features/run-events'
import { ERASED } from '@/server/kernel/run-events'
import type { Queryable } from '@/server/platform/db'

/** Which ended runs, of one project. */
export type ErasedRuns = { projectId: string } & (
  | { runId: string }
  /** Those that ended before, oldest first. */
  | { endedBefore: Date; limit: number }
)

/**
 * Erases inputs, outputs, errors' texts, logs, titles made from inputs, what approvals showed and what people
 * answered, what was kept for other runs and events sent: every value that a workflow or a person gave. Rows,
 * times, costs and codes stay. In the caller's
 * transaction; touches no run that goes on, and none twice. Returns the ids of the runs it erased.
 */
export async function erasePayloads(db: Queryable, which: ErasedRuns, now: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string; title: string; tags: string[] }>(
    `UPDATE "Run" r
        SET "payloadsErasedAt" = $1::timestamptz, inputs = '{}', output = NULL, error = ${erasedError('r.error')},
            "projectVars" = '{}', outcome = ${ERASED_OUTCOME}, fragment = ${ERASED_FRAGMENT},
            title = coalesce(v.definition->>'title', v.definition->>'name'),
            -- A tag without an expression was written by the workflow's author, for every run.
            tags = ARRAY(SELECT tag FROM unnest(r.tags) AS tag
                          WHERE tag IN (SELECT json_array_elements_text(v.definition->'tags')))
       FROM "WorkflowVersion" v
      WHERE v.id = r."versionId" AND r.id IN (${chosen(which, '"payloadsErasedAt"')})
  RETURNING r.id, r.title, r.tags`,
    [now.toISOString(), ...valuesOf(which)],
  )
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const among = '(SELECT jsonb_array_elements_text($1::jsonb))'
  const values = [JSON.stringify(ids)]
  await db.query(
    `UPDATE "StepRun" SET output = NULL, error = ${erasedError('error')}, generated = NULL, "callDigest" = NULL
      WHERE "runId" IN ${among}`,
    values,
  )
  await db.query(
    `UPDATE "Approval" SET title = '${ERASED}', body = NULL, form = NULL WHERE "runId" IN ${among}`,
    values,
  )
  await db.query(
    `UPDATE "ApprovalDecision" SET "values" = NULL, comment = NULL
      WHERE "approvalId" IN (SELECT id FROM "Approval" WHERE "runId" IN ${among})`,
    values,
  )
  for (const table of ['StepCache', 'Event'])
    await db.query(`DELETE FROM "${table}" WHERE "runId" IN ${among}`, values)
  await deleteBlobs(db, ids)
  await eraseEvents(db, new Map(rows.map(({ id, title, tags }) => [id, { title, tags }])))
  return ids
}

/** Erases the payloads of a batch of runs that ended before an instant. How many. */
export async function eraseOldPayloads(
  db: Queryable,
  runs: { projectId: string; endedBefore: Date; limit: number },
  now: Date,
): Promise<number> {
  return (await erasePayloads(db, runs, now)).length
}

/** Deletes the logs of a batch of runs that ended before an instant; their rows stay. How many runs. */
export async function eraseOldEvents(
  db: Queryable,
  runs: { projectId: string; endedBefore: Date; limit: number },
  now: Date,
): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE "Run" SET "eventsErasedAt" = $1::timestamptz WHERE id IN (${chosen(runs, '"eventsErasedAt"')}) RETURNING id`,
    [now.toISOString(), ...valuesOf(runs)],
  )
  await deleteEvents(
    db,
    rows.map((row) => row.id),
  )
  return rows.length
}

/** Locks the rows, so that a resume waits and then sees that there is nothing left to go on with. */
function chosen(which: ErasedRuns, erasedAt: string): string {
  const ended = `"projectId" = $2 AND status IN ('succeeded', 'failed', 'cancelled', 'rolled_back') AND ${erasedAt} IS NULL`
  return 'runId' in which
    ? `SELECT id FROM "Run" WHERE ${ended} AND id = $3 FOR UPDATE`
    : `SELECT id FROM "Run" WHERE ${ended} AND "finishedAt" < $3::timestamptz
        ORDER BY "finishedAt" LIMIT $4::int FOR UPDATE SKIP LOCKED`
}

/** How the main part ended, without what came of it; `outcome` is json, which has no operators of its own. */
const ERASED_OUTCOME = `CASE r.outcome->>'status'
  WHEN 'succeeded' THEN json_build_object('status', 'succeeded', 'output', NULL)
  WHEN 'failed' THEN json_build_object('status', 'failed', 'error', ${erasedError("(r.outcome->'error')::jsonb")})
  ELSE r.outcome END`

/** Which part it was, without what it saw. */
const ERASED_FRAGMENT = `CASE r.fragment->>'kind'
  WHEN 'step' THEN json_build_object('kind', 'step', 'path', r.fragment->'path', 'scope', '{}'::json)
  WHEN 'items' THEN json_build_object('kind', 'items', 'path', r.fragment->'path', 'scope', '{}'::json, 'offset',
    r.fragment->'offset', 'count', json_array_length(r.fragment->'items'), 'items', '[]'::json, 'maxConcurrency', 1)
  END`

function valuesOf(which: ErasedRuns): unknown[] {
  return 'runId' in which
    ? [which.projectId, which.runId]
    : [which.projectId, which.endedBefore.toISOString(), which.limit]
}

function erasedError(column: string): string {
  return `CASE WHEN ${column} IS NULL THEN NULL
               ELSE (${column} - 'details') || '{"message": "${ERASED}"}'::jsonb END`
}
