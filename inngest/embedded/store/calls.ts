import type { Sql } from './database'
import { isAwaited } from './events'

/** What a call needs to know of its run. */
export interface CalledRun {
  runId: string
  functionId: string
  eventName: string
  /** JSON text of the event that started the run. */
  event: string
  /** JSON text of one object, step hash → memo, in order of completion. */
  memos: string
  completedStepIds: string[]
  hasPlannedSteps: boolean
}

/** Reads the runs of claimed calls, marking each as running; runs that have ended are left out. */
export async function beginRuns(
  sql: Sql,
  runIds: string[],
): Promise<{ runs: CalledRun[]; catalogueVersion: string | undefined }> {
  const { rows } = await sql.query<CalledRun & { version: string }>(
    `WITH started AS (UPDATE engine.runs SET status = 'running', started_at = now()
                      WHERE id = ANY ($1::text[]) AND status = 'queued')
     SELECT r.id AS "runId", r.function_id AS "functionId", e.name AS "eventName", e.payload AS event,
       '{' || COALESCE(s.memos, '') || '}' AS memos, COALESCE(s.ids, '{}') AS "completedStepIds",
       EXISTS (SELECT FROM engine.queue q WHERE q.run_id = r.id AND q.step_id <> '') AS "hasPlannedSteps",
       (SELECT version::text FROM engine.catalogue) AS version
     FROM engine.runs r
     JOIN engine.events e ON e.id = r.event_id
     LEFT JOIN LATERAL (
       SELECT string_agg(to_json(step_id)::text || ':' || result, ',' ORDER BY position) AS memos,
         array_agg(step_id ORDER BY position) AS ids
       FROM engine.steps WHERE run_id = r.id) s ON true
     WHERE r.id = ANY ($1::text[]) AND r.status IN ('queued', 'running')`,
    [runIds],
  )
  return { runs: rows, catalogueVersion: rows[0]?.version }
}

/** Removes claimed calls whose run has ended. */
export async function dropCalls(sql: Sql, calls: { runId: string; token: string }[]): Promise<void> {
  await sql.query(
    `DELETE FROM engine.queue q USING unnest($1::text[], $2::uuid[]) AS d (run_id, token)
     WHERE q.run_id = d.run_id AND q.token = d.token`,
    [calls.map((call) => call.runId), calls.map((call) => call.token)],
  )
}

export interface CompletedRun {
  runId: string
  stepId: string
  token: string
  /** JSON text. */
  output: string
}

/**
 * Ends many runs well in one statement, each under its claim. Gives the runs it ended: the others are no longer
 * their callers', or somebody listens for runs that end, which takes more than this.
 */
export async function completeRuns(sql: Sql, runs: CompletedRun[], listeners: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) AS g (run_id, step_id, token, output)
       WHERE NOT (${isAwaited('$5')})
         AND NOT EXISTS (SELECT FROM engine.triggers WHERE event_name = $5)
     ), run AS (
       SELECT r.id, g.step_id, g.token, g.output FROM given g JOIN engine.runs r ON r.id = g.run_id
       WHERE r.status = 'running' ORDER BY r.id FOR NO KEY UPDATE OF r
     ), claim AS (
       SELECT q.run_id, run.output FROM run JOIN engine.queue q ON q.run_id = run.id AND q.step_id = run.step_id
       WHERE q.token = run.token AND q.owner_id IS NOT NULL FOR UPDATE OF q
     ), unqueued AS (
       DELETE FROM engine.queue q USING claim WHERE q.run_id = claim.run_id
     ), unwaited AS (
       DELETE FROM engine.waits w USING claim WHERE w.run_id = claim.run_id
     )
     UPDATE engine.runs r SET status = 'completed', output = claim.output, ended_at = now()
     FROM claim WHERE r.id = claim.run_id RETURNING r.id`,
    [
      runs.map((run) => run.runId),
      runs.map((run) => run.stepId),
      runs.map((run) => run.token),
      runs.map((run) => run.output),
      listeners,
    ],
  )
  return rows.map((row) => row.id)
}
