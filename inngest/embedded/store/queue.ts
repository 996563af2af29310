import type { FunctionConfig } from '../protocol/function-config'
import type { When } from '../protocol/time'
import type { Sql } from './database'

export interface ClaimedCall {
  runId: string
  functionId: string
  /** '' for a plain call, else the planned step to run. */
  stepId: string
  attempt: number
  token: string
}

const CLAIMED = `run_id AS "runId", function_id AS "functionId", step_id AS "stepId", attempt, token::text`

/** Takes due calls that no concurrency rule limits, oldest first. */
export async function claimCalls(sql: Sql, ownerId: string, limit: number): Promise<ClaimedCall[]> {
  const { rows } = await sql.query<ClaimedCall>(
    `WITH picked AS (
       SELECT id FROM engine.queue WHERE owner_id IS NULL AND slot_keys IS NULL AND due_at <= now()
       ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
     UPDATE engine.queue q SET owner_id = $1, token = nextval('engine.tokens'), rerun = false
     FROM picked WHERE q.id = picked.id RETURNING ${CLAIMED}`,
    [ownerId, limit],
  )
  return rows
}

interface LimitedCandidate {
  id: string
  keys: string[]
  /** Null when the function is no longer registered. */
  limits: number[] | null
}

const CANDIDATES_MAX = 200

/**
 * Takes due calls that concurrency rules limit, oldest first, as far as their slots are free. One process at a
 * time does this, or two could fill the same slot. `isBusy` when another is at it: try again in a moment.
 */
export async function claimLimitedCalls(
  tx: Sql,
  ownerId: string,
  limit: number,
): Promise<{ calls: ClaimedCall[]; isBusy: boolean }> {
  const lock = await tx.query<{ held: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('engine.slots')) AS held`,
  )
  if (!lock.rows[0]?.held) return { calls: [], isBusy: true }
  const used = await tx.query<{ key: string; count: number }>(
    `SELECT k.key, count(*)::int AS count FROM engine.queue q CROSS JOIN unnest(q.slot_keys) AS k (key)
     WHERE q.owner_id IS NOT NULL GROUP BY k.key`,
  )
  const counts = new Map(used.rows.map((row) => [row.key, row.count]))
  const candidates = await tx.query<LimitedCandidate>(
    `SELECT q.id, q.slot_keys AS keys, f.slot_limits AS limits
     FROM engine.queue q LEFT JOIN engine.functions f ON f.id = q.function_id
     WHERE q.owner_id IS NULL AND q.slot_keys IS NOT NULL AND q.due_at <= now()
       AND NOT EXISTS (SELECT FROM unnest(q.slot_keys, f.slot_limits) AS s (key, lim)
                       JOIN unnest($1::text[], $2::int[]) AS u (key, count) ON u.key = s.key WHERE u.count >= s.lim)
     ORDER BY q.due_at, q.id LIMIT ${CANDIDATES_MAX} FOR UPDATE OF q SKIP LOCKED`,
    [[...counts.keys()], [...counts.values()]],
  )
  const ids = pickWithinLimits(candidates.rows, counts, limit)
  if (ids.length === 0) return { calls: [], isBusy: false }
  const { rows } = await tx.query<ClaimedCall>(
    `UPDATE engine.queue SET owner_id = $1, token = nextval('engine.tokens'), rerun = false
     WHERE id = ANY ($2::bigint[]) RETURNING ${CLAIMED}`,
    [ownerId, ids],
  )
  return { calls: rows, isBusy: false }
}

function pickWithinLimits(
  candidates: LimitedCandidate[],
  counts: Map<string, number>,
  limit: number,
): string[] {
  const picked: string[] = []
  for (const { id, keys, limits } of candidates) {
    if (picked.length === limit) break
    if (keys.some((key, index) => (counts.get(key) ?? 0) >= (limits?.[index] ?? Number.POSITIVE_INFINITY)))
      continue
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
    picked.push(id)
  }
  return picked
}

export interface LoadedRun {
  runId: string
  config: FunctionConfig | null
  event: string
  memos: string
  completedStepIds: string[]
  hasPlannedSteps: boolean
}

/** What the calls need to know of their runs, marking each run as running; runs that have ended are left out. */
export async function beginRuns(sql: Sql, runIds: string[]): Promise<LoadedRun[]> {
  const { rows } = await sql.query<LoadedRun>(
    `WITH started AS (UPDATE engine.runs SET status = 'running', started_at = now()
                      WHERE id = ANY ($1::text[]) AND status = 'queued')
     SELECT r.id AS "runId", f.config, e.payload AS event,
       '{' || COALESCE(s.memos, '') || '}' AS memos, COALESCE(s.ids, '{}') AS "completedStepIds",
       EXISTS (SELECT FROM engine.queue q WHERE q.run_id = r.id AND q.step_id <> '') AS "hasPlannedSteps"
     FROM engine.runs r
     JOIN engine.events e ON e.id = r.event_id
     LEFT JOIN engine.functions f ON f.id = r.function_id
     LEFT JOIN LATERAL (
       SELECT string_agg(to_json(step_id)::text || ':' || result, ',' ORDER BY position) AS memos,
         array_agg(step_id ORDER BY position) AS ids
       FROM engine.steps WHERE run_id = r.id) s ON true
     WHERE r.id = ANY ($1::text[]) AND r.status IN ('queued', 'running')`,
    [runIds],
  )
  return rows
}

/** Locks the run and this claim of it; `undefined` when another owner, or the run's end, came first. */
export async function lockClaim(
  tx: Sql,
  runId: string,
  token: string,
): Promise<{ rerun: boolean } | undefined> {
  const { rows } = await tx.query<{ rerun: boolean }>(
    `WITH run AS (SELECT id FROM engine.runs WHERE id = $1 AND status = 'running' FOR NO KEY UPDATE)
     SELECT q.rerun FROM run JOIN engine.queue q ON q.run_id = run.id
     WHERE q.token = $2::bigint AND q.owner_id IS NOT NULL FOR UPDATE OF q`,
    [runId, token],
  )
  return rows[0]
}

/** Makes sure that the runs are called: soon, or once more when a plain call is under way. Their rows are locked. */
export async function requestCalls(tx: Sql, runIds: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO engine.queue AS q (run_id, function_id, slot_keys)
     SELECT r.id, r.function_id, r.slot_keys FROM engine.runs r WHERE r.id = ANY ($1::text[]) AND r.status IN ('queued', 'running')
     ON CONFLICT (run_id, step_id) DO UPDATE SET rerun = true WHERE q.owner_id IS NOT NULL`,
    [runIds],
  )
}

/** Plans a call for each step that is neither finished nor planned yet. */
export async function planSteps(tx: Sql, runId: string, stepIds: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO engine.queue (run_id, function_id, slot_keys, step_id)
     SELECT r.id, r.function_id, r.slot_keys, p.step_id
     FROM engine.runs r CROSS JOIN unnest($2::text[]) AS p (step_id)
     WHERE r.id = $1 AND NOT EXISTS (SELECT FROM engine.steps s WHERE s.run_id = r.id AND s.step_id = p.step_id)
     ON CONFLICT (run_id, step_id) DO NOTHING`,
    [runId, stepIds],
  )
}

export async function deleteCall(tx: Sql, token: string): Promise<void> {
  await tx.query('DELETE FROM engine.queue WHERE token = $1::bigint', [token])
}

/** Gives the claim back, to be called at that moment. */
export async function requeueCall(tx: Sql, token: string, attempt: number, when: When): Promise<void> {
  await tx.query(
    `UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false, attempt = $2,
       due_at = COALESCE($4::timestamptz, now() + $3::float8 * interval '1 ms')
     WHERE token = $1::bigint`,
    [token, attempt, when.kind === 'after' ? when.afterMs : 0, when.kind === 'at' ? when.at : null],
  )
}

/** Gives back what the owner holds besides these claims. */
export async function releaseOthers(sql: Sql, ownerId: string, tokens: string[]): Promise<void> {
  await sql.query(
    `UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false
     WHERE owner_id = $1 AND token <> ALL ($2::bigint[])`,
    [ownerId, tokens],
  )
}
