import type { Sql } from './database'

export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
export type FinalStatus = Exclude<RunStatus, 'queued' | 'running'>

export interface NewRun {
  id: string
  functionId: string
  eventId: string
  slotKeys: string[]
  /** Milliseconds from now until the first call. */
  delayMs: number
  /** By how much it goes before others that are due at the same moment. */
  priorityMs: number
  /** Who shares fairly with others; '' where nobody said. */
  tenant: string
}

/** Stores the run together with its first call. */
export async function insertRun(tx: Sql, run: NewRun): Promise<void> {
  await tx.query(
    `WITH run AS (INSERT INTO engine.runs (id, function_id, event_id, slot_keys, priority_ms, tenant)
                  VALUES ($1, $2, $3, $4::text[], $6::int, $7) RETURNING id)
     INSERT INTO engine.queue (run_id, function_id, slot_keys, due_at, order_at, priority_ms, tenant)
     SELECT id, $2, $4::text[], now() + $5::float8 * interval '1 ms',
       CASE WHEN $5::float8 > 0 THEN NULL ELSE now() - $6::int * interval '1 ms' END, $6::int, $7 FROM run`,
    [
      run.id,
      run.functionId,
      run.eventId,
      run.slotKeys.length > 0 ? run.slotKeys : null,
      run.delayMs,
      run.priorityMs,
      run.tenant,
    ],
  )
}

export interface StoredRun {
  id: string
  functionId: string
  eventId: string
  status: RunStatus
  output: string | null
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

const COLUMNS = `id, function_id AS "functionId", event_id AS "eventId", status, output,
  created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"`

export async function findRun(sql: Sql, id: string): Promise<StoredRun | undefined> {
  const { rows } = await sql.query<StoredRun>(`SELECT ${COLUMNS} FROM engine.runs WHERE id = $1`, [id])
  return rows[0]
}

export async function runsOfEvent(sql: Sql, eventId: string): Promise<StoredRun[]> {
  const { rows } = await sql.query<StoredRun>(
    `SELECT ${COLUMNS} FROM engine.runs
     WHERE event_id = (SELECT id FROM engine.events WHERE id = $1 OR dedupe_key = $1 LIMIT 1) ORDER BY id`,
    [eventId],
  )
  return rows
}

export interface EndedRun {
  functionId: string
  eventName: string
  event: string
  tenant: string
}

/** Ends a run and drops its calls and waits; `undefined` when it had ended before. */
export async function endRun(
  tx: Sql,
  runId: string,
  status: FinalStatus,
  output: string | null,
): Promise<EndedRun | undefined> {
  const { rows } = await tx.query<EndedRun>(
    `UPDATE engine.runs r SET status = $2, output = $3, ended_at = now(), started_at = COALESCE(started_at, now())
     FROM engine.events e
     WHERE r.id = $1 AND e.id = r.event_id AND r.status IN ('queued', 'running')
     RETURNING r.function_id AS "functionId", e.name AS "eventName", e.payload AS event, r.tenant`,
    [runId, status, output],
  )
  if (!rows[0]) return undefined
  await tx.query(
    `WITH dropped AS (DELETE FROM engine.waits WHERE run_id = $1) DELETE FROM engine.queue WHERE run_id = $1`,
    [runId],
  )
  return rows[0]
}

export interface TimedRun {
  runId: string
  isStarted: boolean
  /** Since its first call; null before. */
  ranMs: number | null
  startTimeoutMs: number | null
  finishTimeoutMs: number | null
}

/** What the timeouts of these runs are decided by; those that have ended are left out. */
export async function findTimedRuns(tx: Sql, runIds: string[]): Promise<TimedRun[]> {
  const { rows } = await tx.query<TimedRun>(
    `SELECT r.id AS "runId", r.status = 'running' AS "isStarted",
       (extract(epoch FROM now() - r.started_at) * 1000)::float8 AS "ranMs",
       (f.config->>'startTimeoutMs')::float8 AS "startTimeoutMs",
       (f.config->>'finishTimeoutMs')::float8 AS "finishTimeoutMs"
     FROM engine.runs r LEFT JOIN engine.functions f ON f.id = r.function_id
     WHERE r.id = ANY ($1::text[]) AND r.status IN ('queued', 'running')`,
    [runIds],
  )
  return rows
}

export interface RunState {
  /** JSON text of the event that started the run. */
  event: string
  /** JSON text of one object, step hash → memo, in order of completion. */
  memos: string
}

export async function findRunState(sql: Sql, runId: string): Promise<RunState | undefined> {
  const { rows } = await sql.query<RunState>(
    `SELECT e.payload AS event,
       '{' || COALESCE((SELECT string_agg(to_json(s.step_id)::text || ':' || s.result, ',' ORDER BY s.position)
                        FROM engine.steps s WHERE s.run_id = r.id), '') || '}' AS memos
     FROM engine.runs r JOIN engine.events e ON e.id = r.event_id WHERE r.id = $1`,
    [runId],
  )
  return rows[0]
}

/** Remembers the key for 24 hours; false when it was seen within the last 24. */
export async function rememberKey(tx: Sql, functionId: string, key: string): Promise<boolean> {
  const remembered = await tx.query(
    `INSERT INTO engine.idempotency AS i (function_id, key) VALUES ($1, $2)
     ON CONFLICT (function_id, key) DO UPDATE SET seen_at = now() WHERE i.seen_at < now() - interval '24 hours'`,
    [functionId, key],
  )
  return remembered.rowCount === 1
}
