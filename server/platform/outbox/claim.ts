import type pg from 'pg'
import type { JsonObject } from '@/server/kernel/json'

export interface ClaimedEntry {
  id: string
  orgId: string
  name: string
  data: JsonObject
  /** Counts this one. */
  attempts: number
}

/** The entries of one name in one org. */
export interface Flow {
  orgId: string
  name: string
}

/**
 * What is committed so is on disk within a second, in the order of all commits. An entry whose claim or removal a
 * crash of Postgres undoes is told again, which does nothing twice.
 */
const SOON = `soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`

/** The column keeps milliseconds: what is written as due now may be due in half of one. */
const ROUNDING = `interval '1 millisecond'`

/** Walks the flows (one index probe each, however many entries) and takes from each in turn, the oldest first. */
const CLAIM = `
  WITH RECURSIVE ${SOON}, flow AS (
    (SELECT "orgId", name FROM "OutboxEntry" ORDER BY "orgId", name LIMIT 1)
    UNION ALL
    SELECT next."orgId", next.name FROM flow CROSS JOIN LATERAL (
      SELECT e."orgId", e.name FROM "OutboxEntry" e WHERE (e."orgId", e.name) > (flow."orgId", flow.name)
       ORDER BY e."orgId", e.name LIMIT 1) next
  ), ranked AS (
    SELECT e.id, e."availableAt",
           row_number() OVER (PARTITION BY flow."orgId", flow.name ORDER BY e."availableAt", e.id) AS turn
      FROM flow CROSS JOIN LATERAL (
        SELECT id, "availableAt" FROM "OutboxEntry"
         WHERE "orgId" = flow."orgId" AND name = flow.name AND "availableAt" <= now() + ${ROUNDING}
         ORDER BY "availableAt", id LIMIT $1) e
     WHERE NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS x ("orgId", name)
                        WHERE x."orgId" = flow."orgId" AND x.name = flow.name)
  ), due AS (
    SELECT o.id FROM ranked r JOIN "OutboxEntry" o ON o.id = r.id WHERE o."availableAt" <= now() + ${ROUNDING}
     ORDER BY r.turn, r."availableAt", r.id LIMIT $1 FOR UPDATE OF o SKIP LOCKED
  )
  UPDATE "OutboxEntry" o
     SET attempts = o.attempts + 1, "availableAt" = now() + $2 * interval '1 millisecond'
    FROM due, soon WHERE o.id = due.id
  RETURNING o.id, o."orgId", o.name, o.data, o.attempts`

/**
 * Takes up to `limit` due entries, from all flows alike except those named, and hides them for `holdMs`, so that
 * several relays share the work and a dead one's entries come back.
 */
export async function claimDue(
  pool: pg.Pool,
  { limit, holdMs, except = [] }: { limit: number; holdMs: number; except?: readonly Flow[] },
): Promise<ClaimedEntry[]> {
  const { rows } = await pool.query<ClaimedEntry>({
    name: 'outbox_claim',
    text: CLAIM,
    values: [limit, holdMs, except.map((flow) => flow.orgId), except.map((flow) => flow.name)],
  })
  return rows
}

/** Told, and done with. */
export async function remove(pool: pg.Pool, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const text = `WITH ${SOON} DELETE FROM "OutboxEntry" o USING soon WHERE o.id = ANY ($1)`
  await pool.query({ name: 'outbox_remove', text, values: [ids] })
}

/** To be told again, each after its delay. */
export async function postpone(
  pool: pg.Pool,
  entries: readonly { id: string; delayMs: number }[],
): Promise<void> {
  if (entries.length === 0) return
  await pool.query(
    `WITH ${SOON} UPDATE "OutboxEntry" o SET "availableAt" = now() + p.ms * interval '1 millisecond'
       FROM unnest($1::text[], $2::float8[]) AS p (id, ms), soon WHERE o.id = p.id`,
    [entries.map((entry) => entry.id), entries.map((entry) => entry.delayMs)],
  )
}
