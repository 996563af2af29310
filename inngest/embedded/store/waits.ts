import type { When } from '../protocol/time'
import type { Sql } from './database'

/** `cancel`, `start` and `finish` are of the run as a whole: rules and timeouts that may end it. */
export type WaitKind = 'sleep' | 'event' | 'signal' | 'invoke' | 'cancel' | 'start' | 'finish'

export interface NewWait {
  runId: string
  stepId: string
  kind: Exclude<WaitKind, 'signal'>
  /** When a sleep is over, a wait times out, a rule ends, a timeout is looked at. */
  due?: When
  event?: { name: string; expression?: string; match?: { path: string; key: string } }
  /** The run whose end an invocation waits for. */
  childRunId?: string
}

/** Registers a wait, unless its step is finished or waiting already. The run's row is locked. */
export async function insertWait(tx: Sql, wait: NewWait): Promise<void> {
  const { due, event } = wait
  await tx.query(
    `WITH path AS (INSERT INTO engine.wait_paths (event_name, path) SELECT $6::text, $10 WHERE $10::text IS NOT NULL
                   ON CONFLICT DO NOTHING)
     INSERT INTO engine.waits (run_id, step_id, kind, due_at, event_name, match_key, expression, child_run_id)
     SELECT $1, $2, $3, COALESCE($4::timestamptz, now() + $5::float8 * interval '1 ms'), $6, $7, $8, $9
     WHERE NOT EXISTS (SELECT FROM engine.steps WHERE run_id = $1 AND step_id = $2)
     ON CONFLICT (run_id, step_id) DO NOTHING`,
    [
      wait.runId,
      wait.stepId,
      wait.kind,
      due?.kind === 'at' ? due.at : null,
      due?.kind === 'after' ? due.afterMs : null,
      event?.name ?? null,
      event ? (event.match?.key ?? '') : null,
      event?.expression ?? null,
      wait.childRunId ?? null,
      event?.match?.path ?? null,
    ],
  )
}

/** Whether the step has an outcome or is waited for already. The run's row is locked. */
export async function isKnownStep(tx: Sql, runId: string, stepId: string): Promise<boolean> {
  const { rows } = await tx.query<{ isKnown: boolean }>(
    `SELECT EXISTS (SELECT FROM engine.steps WHERE run_id = $1 AND step_id = $2)
         OR EXISTS (SELECT FROM engine.waits WHERE run_id = $1 AND step_id = $2) AS "isKnown"`,
    [runId, stepId],
  )
  return rows[0]?.isKnown ?? false
}

/** The waits for the end of this run, their runs locked. */
export async function lockInvokersOf(
  tx: Sql,
  childRunId: string,
): Promise<{ runId: string; stepId: string }[]> {
  const { rows } = await tx.query<{ runId: string; stepId: string }>(
    `SELECT w.run_id AS "runId", w.step_id AS "stepId"
     FROM engine.waits w JOIN engine.runs r ON r.id = w.run_id
     WHERE w.child_run_id = $1 ORDER BY r.id FOR NO KEY UPDATE OF r`,
    [childRunId],
  )
  return rows
}

/** Which fields of events of these names waits compare. */
export async function waitPaths(tx: Sql, eventNames: string[]): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await tx.query<{ name: string; paths: string[] }>(
    `SELECT event_name AS name, array_agg(path) AS paths FROM engine.wait_paths
     WHERE event_name = ANY ($1::text[]) GROUP BY event_name`,
    [eventNames],
  )
  return new Map(rows.map(({ name, paths }) => [name, paths]))
}

/** Where the waits are listed that an event may end. */
export interface SoughtWait {
  eventName: string
  key: string
  /** Which of several events it is. */
  index: number
}

export interface WaitCandidate {
  runId: string
  stepId: string
  kind: 'event' | 'cancel'
  expression: string | null
  /** JSON text of the event that started the run. */
  trigger: string
  index: number
}

/** The waits which these events may end, the earlier event first, their runs locked in order of id. */
export async function lockWaitsFor(tx: Sql, sought: SoughtWait[]): Promise<WaitCandidate[]> {
  const { rows } = await tx.query<WaitCandidate>(
    `SELECT w.run_id AS "runId", w.step_id AS "stepId", w.kind, w.expression, e.payload AS trigger, s.index
     FROM unnest($1::text[], $2::text[], $3::int[]) AS s (event_name, key, index)
     JOIN engine.waits w ON w.event_name = s.event_name AND w.match_key = s.key
     JOIN engine.runs r ON r.id = w.run_id JOIN engine.events e ON e.id = r.event_id
     WHERE w.kind IN ('event', 'cancel')
     ORDER BY r.id, w.step_id, s.index FOR NO KEY UPDATE OF r`,
    [
      sought.map(({ eventName }) => eventName),
      sought.map(({ key }) => key),
      sought.map(({ index }) => index),
    ],
  )
  return rows
}

/** Removes the wait; false when it is no longer there: it timed out, or its run ended. */
export async function takeWait(tx: Sql, runId: string, stepId: string): Promise<boolean> {
  const taken = await tx.query('DELETE FROM engine.waits WHERE run_id = $1 AND step_id = $2', [runId, stepId])
  return taken.rowCount === 1
}

/** Removes those of the waits that are still there, and gives them. */
export async function takeWaits(
  tx: Sql,
  waits: { runId: string; stepId: string }[],
): Promise<{ runId: string; stepId: string }[]> {
  const { rows } = await tx.query<{ runId: string; stepId: string }>(
    `DELETE FROM engine.waits w USING unnest($1::text[], $2::text[]) AS t (run_id, step_id)
     WHERE w.run_id = t.run_id AND w.step_id = t.step_id RETURNING w.run_id AS "runId", w.step_id AS "stepId"`,
    [waits.map(({ runId }) => runId), waits.map(({ stepId }) => stepId)],
  )
  return rows
}

export interface DueWait {
  runId: string
  stepId: string
  kind: WaitKind
}

/** Takes waits whose time has come, their runs locked; runs that are busy just now are left for the next look. */
export async function takeDueWaits(tx: Sql, limit: number): Promise<DueWait[]> {
  const due = await tx.query<{ run_id: string; step_id: string }>(
    `SELECT w.run_id, w.step_id FROM engine.waits w JOIN engine.runs r ON r.id = w.run_id
     WHERE w.due_at <= now() ORDER BY w.due_at LIMIT $1 FOR NO KEY UPDATE OF r SKIP LOCKED`,
    [limit],
  )
  if (due.rows.length === 0) return []
  // A statement of its own: it sees what the runs' earlier holders did to these waits.
  const { rows } = await tx.query<DueWait>(
    `DELETE FROM engine.waits w USING unnest($1::text[], $2::text[]) AS d (run_id, step_id)
     WHERE w.run_id = d.run_id AND w.step_id = d.step_id AND w.due_at <= now()
     RETURNING w.run_id AS "runId", w.step_id AS "stepId", w.kind`,
    [due.rows.map((row) => row.run_id), due.rows.map((row) => row.step_id)],
  )
  return rows
}
