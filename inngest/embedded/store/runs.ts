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
}

/** Stores the run together with its first call. */
export async function insertRun(tx: Sql, run: NewRun): Promise<void> {
  await tx.query(
    `WITH run AS (INSERT INTO engine.runs (id, function_id, event_id, slot_keys)
                  VALUES ($1, $2, $3, $4::text[]) RETURNING id)
     INSERT INTO engine.queue (run_id, function_id, slot_keys, due_at)
     SELECT id, $2, $4::text[], now() + $5::float8 * interval '1 ms' FROM run`,
    [run.id, run.functionId, run.eventId, run.slotKeys.length > 0 ? run.slotKeys : null, run.delayMs],
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
  event: string
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
     RETURNING r.function_id AS "functionId", e.payload AS event`,
    [runId, status, output],
  )
  if (!rows[0]) return undefined
  await tx.query(
    `WITH dropped AS (DELETE FROM engine.waits WHERE run_id = $1) DELETE FROM engine.queue WHERE run_id = $1`,
    [runId],
  )
  return rows[0]
}

/** Removes what ended long ago, one batch; returns how many rows went. */
export async function deleteOldRuns(sql: Sql, keepDays: number, batch: number): Promise<number> {
  const runs = await sql.query(
    `DELETE FROM engine.runs WHERE id IN (
       SELECT id FROM engine.runs WHERE ended_at < now() - $1::float8 * interval '1 day'
       ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [keepDays, batch],
  )
  const events = await sql.query(
    `DELETE FROM engine.events WHERE id IN (
       SELECT e.id FROM engine.events e WHERE e.received_at < now() - GREATEST($1::float8, 1) * interval '1 day'
         AND NOT EXISTS (SELECT FROM engine.runs r WHERE r.event_id = e.id)
       ORDER BY e.received_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [keepDays, batch],
  )
  return (runs.rowCount ?? 0) + (events.rowCount ?? 0)
}
