import type { When } from '../protocol/time'
import type { Sql } from './database'

export interface SignalWait {
  runId: string
  stepId: string
  signal: string
  due: When
}

/** Registers a wait for the signal; false when another step waits for it. The run's row is locked. */
export async function insertSignalWait(tx: Sql, wait: SignalWait): Promise<boolean> {
  const { runId, stepId, signal, due } = wait
  const { rows } = await tx.query<{ isWaiting: boolean }>(
    `WITH added AS (
       INSERT INTO engine.waits (run_id, step_id, kind, due_at, event_name)
       SELECT $1, $2, 'signal', COALESCE($4::timestamptz, now() + $5::float8 * interval '1 ms'), $3
       WHERE NOT EXISTS (SELECT FROM engine.steps WHERE run_id = $1 AND step_id = $2)
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT EXISTS (SELECT FROM added)
       OR EXISTS (SELECT FROM engine.waits WHERE run_id = $1 AND step_id = $2)
       OR EXISTS (SELECT FROM engine.steps WHERE run_id = $1 AND step_id = $2) AS "isWaiting"`,
    [runId, stepId, signal, due.kind === 'at' ? due.at : null, due.kind === 'after' ? due.afterMs : null],
  )
  return rows[0]?.isWaiting ?? false
}

/** Takes the signal away from whoever waits for it: that step goes on waiting, until its timeout. */
export async function releaseSignal(
  tx: Sql,
  signal: string,
  except: { runId: string; stepId: string },
): Promise<void> {
  await tx.query(
    `UPDATE engine.waits SET event_name = NULL
     WHERE kind = 'signal' AND event_name = $1 AND (run_id, step_id) <> ($2, $3)`,
    [signal, except.runId, except.stepId],
  )
}

/** The step that waits for the signal, its run locked. */
export async function lockSignalWait(
  tx: Sql,
  signal: string,
): Promise<{ runId: string; stepId: string } | undefined> {
  const { rows } = await tx.query<{ runId: string; stepId: string }>(
    `SELECT w.run_id AS "runId", w.step_id AS "stepId"
     FROM engine.waits w JOIN engine.runs r ON r.id = w.run_id
     WHERE w.kind = 'signal' AND w.event_name = $1 FOR NO KEY UPDATE OF r`,
    [signal],
  )
  return rows[0]
}
