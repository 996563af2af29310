import type { Sql } from './database'

/** A finished step and what later calls are told of it. */
export interface Memo {
  stepId: string
  result: string
}

/** Keeps the results of finished steps; a step that has one keeps its first. The runs' rows are locked. */
export async function saveMemos(tx: Sql, memos: (Memo & { runId: string })[]): Promise<void> {
  await tx.query(
    `INSERT INTO engine.steps (run_id, step_id, result)
     SELECT m.run_id, m.step_id, m.result
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS m (run_id, step_id, result, n)
     ORDER BY m.n ON CONFLICT (run_id, step_id) DO NOTHING`,
    [memos.map((memo) => memo.runId), memos.map((memo) => memo.stepId), memos.map((memo) => memo.result)],
  )
}

/**
 * The same in one round trip under the caller's claim; false when the claim is no longer the caller's. The call
 * has come further, so its tries are counted anew.
 */
export async function checkpointMemos(
  sql: Sql,
  runId: string,
  token: string,
  memos: Memo[],
): Promise<boolean> {
  const { rows } = await sql.query<{ held: boolean }>(
    `WITH run AS (SELECT id FROM engine.runs WHERE id = $1 AND status = 'running' FOR NO KEY UPDATE),
       claim AS (SELECT q.run_id FROM run JOIN engine.queue q ON q.run_id = run.id
                 WHERE q.token = $2::uuid AND q.owner_id IS NOT NULL FOR UPDATE OF q),
       counted AS (UPDATE engine.queue q SET attempt = 0 FROM claim
                   WHERE q.run_id = claim.run_id AND q.token = $2::uuid AND q.attempt > 0),
       saved AS (INSERT INTO engine.steps (run_id, step_id, result)
                 SELECT claim.run_id, m.step_id, m.result
                 FROM claim, unnest($3::text[], $4::text[]) WITH ORDINALITY AS m (step_id, result, n)
                 ORDER BY m.n ON CONFLICT (run_id, step_id) DO NOTHING)
     SELECT EXISTS (SELECT FROM claim) AS held`,
    [runId, token, memos.map((memo) => memo.stepId), memos.map((memo) => memo.result)],
  )
  return rows[0]?.held ?? false
}
