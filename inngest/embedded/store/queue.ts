import type { When } from '../protocol/time'
import type { Sql } from './database'

/** Locks the run and this claim of it; `undefined` when another owner, or the run's end, came first. */
export async function lockClaim(
  tx: Sql,
  runId: string,
  token: string,
): Promise<{ rerun: boolean; attempt: number } | undefined> {
  const { rows } = await tx.query<{ rerun: boolean; attempt: number }>(
    `WITH run AS (SELECT id FROM engine.runs WHERE id = $1 AND status = 'running' FOR NO KEY UPDATE)
     SELECT q.rerun, q.attempt FROM run JOIN engine.queue q ON q.run_id = run.id
     WHERE q.token = $2::uuid AND q.owner_id IS NOT NULL FOR UPDATE OF q`,
    [runId, token],
  )
  return rows[0]
}

/** Makes sure that the runs are called: soon, or once more when a plain call is under way. Their rows are locked. */
export async function requestCalls(tx: Sql, runIds: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO engine.queue AS q (run_id, function_id, slot_keys, tenant, priority_ms, order_at)
     SELECT r.id, r.function_id, r.slot_keys, r.tenant, r.priority_ms, now() - r.priority_ms * interval '1 ms'
     FROM engine.runs r WHERE r.id = ANY ($1::text[]) AND r.status IN ('queued', 'running')
     ON CONFLICT (run_id, step_id) DO UPDATE SET rerun = true WHERE q.owner_id IS NOT NULL`,
    [runIds],
  )
}

/** Plans a call for each step that is neither finished nor planned yet. */
export async function planSteps(tx: Sql, runId: string, stepIds: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO engine.queue (run_id, function_id, slot_keys, tenant, priority_ms, order_at, step_id)
     SELECT r.id, r.function_id, r.slot_keys, r.tenant, r.priority_ms, now() - r.priority_ms * interval '1 ms',
       p.step_id
     FROM engine.runs r CROSS JOIN unnest($2::text[]) AS p (step_id)
     WHERE r.id = $1 AND NOT EXISTS (SELECT FROM engine.steps s WHERE s.run_id = r.id AND s.step_id = p.step_id)
     ON CONFLICT (run_id, step_id) DO NOTHING`,
    [runId, stepIds],
  )
}

/** Removes a call that has been made. */
export async function deleteCall(tx: Sql, call: { runId: string; stepId: string }): Promise<void> {
  await tx.query('DELETE FROM engine.queue WHERE run_id = $1 AND step_id = $2', [call.runId, call.stepId])
}

/** Gives the claim back, to be called at that moment. */
export async function requeueCall(
  tx: Sql,
  call: { runId: string; stepId: string },
  attempt: number,
  when: When,
): Promise<void> {
  await tx.query(
    `UPDATE engine.queue q SET owner_id = NULL, token = NULL, rerun = false, attempt = $3, due_at = w.due_at,
       order_at = CASE WHEN w.due_at <= now() THEN w.due_at - q.priority_ms * interval '1 ms' END
     FROM (SELECT COALESCE($5::timestamptz, now() + $4::float8 * interval '1 ms') AS due_at) AS w
     WHERE q.run_id = $1 AND q.step_id = $2`,
    [
      call.runId,
      call.stepId,
      attempt,
      when.kind === 'after' ? when.afterMs : 0,
      when.kind === 'at' ? when.at : null,
    ],
  )
}
