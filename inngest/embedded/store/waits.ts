import type { When } from '../protocol/time'
import type { Sql } from './database'

export type WaitKind = 'sleep' | 'event' | 'cancel'

export interface NewWait {
  runId: string
  stepId: string
  kind: WaitKind
  /** When a sleep is over, a wait times out, a cancel rule ends. */
  due?: When
  event?: { name: string; expression?: string; match?: { path: string; key: string } }
}

/** Registers a wait, unless its step is finished or waiting already. The run's row is locked. */
export async function insertWait(tx: Sql, wait: NewWait): Promise<void> {
  const { due, event } = wait
  if (event?.match)
    await tx.query(
      'INSERT INTO engine.wait_paths (event_name, path) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [event.name, event.match.path],
    )
  await tx.query(
    `INSERT INTO engine.waits (run_id, step_id, kind, due_at, event_name, match_key, expression)
     SELECT $1, $2, $3, COALESCE($4::timestamptz, now() + $5::float8 * interval '1 ms'), $6, $7, $8
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
    ],
  )
}

export async function waitPaths(tx: Sql, eventName: string): Promise<string[]> {
  const { rows } = await tx.query<{ path: string }>(
    'SELECT path FROM engine.wait_paths WHERE event_name = $1',
    [eventName],
  )
  return rows.map((row) => row.path)
}

export interface WaitCandidate {
  runId: string
  stepId: string
  kind: 'event' | 'cancel'
  expression: string | null
  /** JSON text of the event that started the run. */
  trigger: string
}

/** The waits which an event with these match keys may end, their runs locked in order of id. */
export async function lockWaitsFor(
  tx: Sql,
  eventName: string,
  matchKeys: string[],
): Promise<WaitCandidate[]> {
  const { rows } = await tx.query<WaitCandidate>(
    `SELECT w.run_id AS "runId", w.step_id AS "stepId", w.kind, w.expression, e.payload AS trigger
     FROM engine.waits w JOIN engine.runs r ON r.id = w.run_id JOIN engine.events e ON e.id = r.event_id
     WHERE w.event_name = $1 AND w.match_key = ANY ($2::text[])
     ORDER BY r.id, w.step_id FOR NO KEY UPDATE OF r`,
    [eventName, matchKeys],
  )
  return rows
}

/** Removes the wait; false when it is no longer there: it timed out, or its run ended. */
export async function takeWait(tx: Sql, runId: string, stepId: string): Promise<boolean> {
  const taken = await tx.query('DELETE FROM engine.waits WHERE run_id = $1 AND step_id = $2', [runId, stepId])
  return taken.rowCount === 1
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
