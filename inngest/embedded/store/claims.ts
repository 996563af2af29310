import type { Sql } from './database'

export interface ClaimedCall {
  runId: string
  functionId: string
  /** '' for a plain call, else the planned step to run. */
  stepId: string
  attempt: number
  /** Names this claim: whatever its caller commits is conditional on it. Random, so that none ever comes again. */
  token: string
  tenant: string
  /** How long it has been due. */
  waitedMs: number
}

/** What one process asks for. */
export interface ClaimRequest {
  ownerId: string
  limit: number
  /** How many places of this process one tenant may hold. */
  tenantLimit: number
  /** What this process has under way, by tenant. */
  held: ReadonlyMap<string, number>
  /** The tenant after which to look on; undefined: from the first. */
  after: string | undefined
}

export interface Claimed {
  calls: ClaimedCall[]
  /** More was due than was taken. */
  hasMore: boolean
  /** Calls are due that concurrency rules limit; `claimLimitedCalls` takes those. */
  hasLimited: boolean
  /** Where the next look goes on: there were more tenants than one look takes in. */
  next: string | undefined
}

/** Tenants of one look; the next look goes on behind them. */
const TENANTS_MAX = 64

const CLAIMED = `q.run_id AS "runId", q.function_id AS "functionId", q.step_id AS "stepId", q.attempt,
  q.token::text, q.tenant, GREATEST(0, extract(epoch FROM clock_timestamp() - q.due_at) * 1000)::float8 AS "waitedMs"`

/**
 * Walks the tenants that have calls due (one index probe each, however many calls), ranks each tenant's oldest, and
 * takes first what is the lowest in rank, counting what the tenant has under way anywhere: 10,000 calls of one
 * tenant are as far ahead of another's one as one of them is. Before its moment a call is not in this index.
 */
const CLAIM = `
  WITH RECURSIVE tenants AS (
    (SELECT q.tenant, 1 AS nth FROM engine.queue q
      WHERE q.owner_id IS NULL AND q.order_at IS NOT NULL AND q.slot_keys IS NULL AND q.tenant >= $6
      ORDER BY q.tenant LIMIT 1)
    UNION ALL
    SELECT (SELECT q.tenant FROM engine.queue q
             WHERE q.owner_id IS NULL AND q.order_at IS NOT NULL AND q.slot_keys IS NULL AND q.tenant > t.tenant
             ORDER BY q.tenant LIMIT 1), t.nth + 1
      FROM tenants t WHERE t.tenant IS NOT NULL AND t.nth < ${TENANTS_MAX}
  ), busy AS (
    SELECT tenant, count(*) AS calls FROM engine.queue WHERE owner_id IS NOT NULL GROUP BY tenant
  ), share AS (
    -- More than a tenant's part of the places: others may be taking the same ones at this moment.
    SELECT 3 * $2 / count(*) + 1 AS calls FROM tenants WHERE tenant IS NOT NULL HAVING count(*) > 0
  ), ranked AS (
    SELECT c.id, c.order_at, row_number() OVER mine AS nth,
      COALESCE(b.calls, 0) + row_number() OVER mine AS turn, $3 - COALESCE(h.calls, 0) AS allowed
    FROM tenants t
    CROSS JOIN LATERAL (
      SELECT q.id, q.order_at FROM engine.queue q
      WHERE q.owner_id IS NULL AND q.order_at IS NOT NULL AND q.slot_keys IS NULL AND q.tenant = t.tenant
      ORDER BY q.order_at, q.id LIMIT (SELECT calls FROM share)) c
    LEFT JOIN busy b ON b.tenant = t.tenant
    LEFT JOIN unnest($4::text[], $5::int[]) AS h (tenant, calls) ON h.tenant = t.tenant
    WINDOW mine AS (PARTITION BY t.tenant ORDER BY c.order_at, c.id)
  ), picked AS (
    SELECT q.id FROM ranked r JOIN engine.queue q ON q.id = r.id
    WHERE r.nth <= r.allowed AND q.owner_id IS NULL
    ORDER BY r.turn, r.order_at, r.id LIMIT $2 FOR UPDATE OF q SKIP LOCKED
  ), claimed AS (
    UPDATE engine.queue q SET owner_id = $1, token = gen_random_uuid(), rerun = false
    FROM picked WHERE q.id = picked.id RETURNING ${CLAIMED}
  )
  SELECT (SELECT json_agg(claimed) FROM claimed) AS calls,
    (SELECT count(*) FROM ranked) > (SELECT count(*) FROM claimed) AS "hasMore",
    EXISTS (SELECT FROM engine.queue
            WHERE owner_id IS NULL AND order_at IS NOT NULL AND slot_keys IS NOT NULL) AS "hasLimited",
    (SELECT tenant FROM tenants WHERE nth = ${TENANTS_MAX}) AS next`

/** Takes due calls that no concurrency rule limits, fairly between tenants. */
export async function claimCalls(sql: Sql, request: ClaimRequest): Promise<Claimed> {
  const { ownerId, limit, tenantLimit, held, after } = request
  const { rows } = await sql.query<{
    calls: ClaimedCall[] | null
    hasMore: boolean
    hasLimited: boolean
    next: string | null
  }>(CLAIM, [
    ownerId,
    limit,
    tenantLimit,
    [...held.keys()],
    [...held.values()],
    // The least text behind a tenant: the column sorts by bytes.
    after === undefined ? '' : `${after}\u0001`,
  ])
  const [row] = rows
  return {
    calls: row?.calls ?? [],
    hasMore: row?.hasMore ?? false,
    hasLimited: row?.hasLimited ?? false,
    next: row?.next ?? undefined,
  }
}

interface LimitedCandidate {
  id: string
  keys: string[]
  /** Null when the function is no longer registered. */
  limits: number[] | null
}

const CANDIDATES_MAX = 200

/**
 * Takes due calls that concurrency rules limit, in order, as far as their slots are free. One process at a
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
     WHERE q.owner_id IS NULL AND q.slot_keys IS NOT NULL AND q.order_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM unnest(q.slot_keys, f.slot_limits) AS s (key, lim)
                       JOIN unnest($1::text[], $2::int[]) AS u (key, count) ON u.key = s.key WHERE u.count >= s.lim)
     ORDER BY q.order_at, q.id LIMIT ${CANDIDATES_MAX} FOR UPDATE OF q SKIP LOCKED`,
    [[...counts.keys()], [...counts.values()]],
  )
  const ids = pickWithinLimits(candidates.rows, counts, limit)
  if (ids.length === 0) return { calls: [], isBusy: false }
  const { rows } = await tx.query<ClaimedCall>(
    `UPDATE engine.queue q SET owner_id = $1, token = gen_random_uuid(), rerun = false
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

const RIPE_MAX = 1_000

/** Puts calls whose moment has come where claims look; true when there may be more of them. */
export async function ripenCalls(sql: Sql): Promise<boolean> {
  const ripe = await sql.query(
    `UPDATE engine.queue q SET order_at = q.due_at - q.priority_ms * interval '1 ms'
     FROM (SELECT id FROM engine.queue WHERE owner_id IS NULL AND order_at IS NULL AND due_at <= now()
           ORDER BY due_at LIMIT ${RIPE_MAX} FOR UPDATE SKIP LOCKED) due
     WHERE q.id = due.id`,
  )
  return ripe.rowCount === RIPE_MAX
}

/** Gives back what the owner holds besides these claims. */
export async function releaseOthers(sql: Sql, ownerId: string, tokens: string[]): Promise<void> {
  await sql.query(
    `UPDATE engine.queue SET owner_id = NULL, token = NULL, rerun = false
     WHERE owner_id = $1 AND token <> ALL ($2::uuid[])`,
    [ownerId, tokens],
  )
}
