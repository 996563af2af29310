import type { Sql } from './database'

/** Event ids are remembered for 24 hours. */
const DEDUPE_WINDOW = '24 hours'

export interface NewEvent {
  id: string
  event: { name: string }
  dedupeKey: string | null
  /** JSON text. */
  payload: string
}

/** Stores the events; gives for each its id, or that of the earlier one when its key has been seen within 24 hours. */
export async function insertEvents(tx: Sql, events: NewEvent[]): Promise<{ id: string; isNew: boolean }[]> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO engine.events (id, name, dedupe_key, payload)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
     ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`,
    [
      events.map(({ id }) => id),
      events.map(({ event }) => event.name),
      events.map(({ dedupeKey }) => dedupeKey),
      events.map(({ payload }) => payload),
    ],
  )
  const inserted = new Set(rows.map(({ id }) => id))
  const stored: { id: string; isNew: boolean }[] = []
  for (const event of events)
    stored.push(
      inserted.has(event.id)
        ? { id: event.id, isNew: true }
        : await insertEvent(tx, { ...event, name: event.event.name }),
    )
  return stored
}

/** Stores the event; returns the id of the earlier one when this key has been seen within 24 hours. */
export async function insertEvent(
  tx: Sql,
  event: { id: string; name: string; dedupeKey: string | null; payload: string },
): Promise<{ id: string; isNew: boolean }> {
  const values = [event.id, event.name, event.dedupeKey, event.payload]
  const inserted = await tx.query(INSERT, values)
  if (inserted.rowCount === 1) return { id: event.id, isNew: true }
  const seen = await tx.query<{ id: string; isOld: boolean }>(
    `SELECT id, received_at < now() - interval '${DEDUPE_WINDOW}' AS "isOld"
     FROM engine.events WHERE dedupe_key = $1 FOR NO KEY UPDATE`,
    [event.dedupeKey],
  )
  const earlier = seen.rows[0]
  if (earlier && !earlier.isOld) return { id: earlier.id, isNew: false }
  await tx.query('UPDATE engine.events SET dedupe_key = NULL WHERE dedupe_key = $1', [event.dedupeKey])
  await tx.query(INSERT, values)
  return { id: event.id, isNew: true }
}

const INSERT = `INSERT INTO engine.events (id, name, dedupe_key, payload) VALUES ($1, $2, $3, $4)
  ON CONFLICT (dedupe_key) DO NOTHING`

/** An event that starts runs of plain functions only, and these. */
export interface PlainRun {
  runId: string
  functionId: string
  eventId: string
  tenant: string
  priorityMs: number
  delayMs: number
  /** Where this process makes its first call at once. */
  claim: { ownerId: string; token: string } | undefined
}

export interface StoredPlainly {
  version: string
  /** The functions are as given, and nobody waits for events of these names: without either, nothing was stored. */
  fits: boolean
  /** Ids of the events that were new. */
  stored: string[]
}

/** Stores events and the runs they start in one statement, those runs that this process calls at once as claimed by it. */
export async function storePlainly(
  sql: Sql,
  version: string,
  events: NewEvent[],
  runs: PlainRun[],
): Promise<StoredPlainly> {
  const { rows } = await sql.query<StoredPlainly>(STORE_PLAINLY, [
    version,
    [...new Set(events.map(({ event }) => event.name))],
    events.map(({ id }) => id),
    events.map(({ event }) => event.name),
    events.map(({ dedupeKey }) => dedupeKey),
    events.map(({ payload }) => payload),
    runs.map((run) => run.runId),
    runs.map((run) => run.functionId),
    runs.map((run) => run.eventId),
    runs.map((run) => run.tenant),
    runs.map((run) => run.priorityMs),
    runs.map((run) => run.delayMs),
    runs.map((run) => run.claim?.ownerId ?? null),
    runs.map((run) => run.claim?.token ?? null),
  ])
  return rows[0] ?? { version, fits: false, stored: [] }
}

const STORE_PLAINLY = `
  WITH fit AS (
    SELECT FROM engine.catalogue WHERE version = $1::bigint
      AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS n (name) WHERE ${isAwaited('n.name')})
  ), event AS (
    INSERT INTO engine.events (id, name, dedupe_key, payload)
    SELECT e.* FROM fit, unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS e
    ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
  ), given AS (
    SELECT g.* FROM unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::float8[], $13::text[],
                           $14::uuid[])
      AS g (run_id, function_id, event_id, tenant, priority_ms, delay_ms, owner_id, token)
    JOIN event ON event.id = g.event_id
  ), run AS (
    INSERT INTO engine.runs (id, function_id, event_id, tenant, priority_ms, status, started_at)
    SELECT run_id, function_id, event_id, tenant, priority_ms,
      CASE WHEN owner_id IS NULL THEN 'queued' ELSE 'running' END, CASE WHEN owner_id IS NOT NULL THEN now() END
    FROM given
  ), call AS (
    INSERT INTO engine.queue (run_id, function_id, tenant, priority_ms, due_at, order_at, owner_id, token)
    SELECT run_id, function_id, tenant, priority_ms, now() + delay_ms * interval '1 ms',
      CASE WHEN delay_ms <= 0 THEN now() - priority_ms * interval '1 ms' END, owner_id, token
    FROM given
  )
  SELECT (SELECT version::text FROM engine.catalogue) AS version, EXISTS (SELECT FROM fit) AS fits,
    COALESCE((SELECT array_agg(id) FROM event), '{}') AS stored`

export interface StoredEvent {
  id: string
  name: string
  payload: string
  receivedAt: Date
}

export async function findEvent(sql: Sql, id: string): Promise<StoredEvent | undefined> {
  const { rows } = await sql.query<StoredEvent>(
    'SELECT id, name, payload, received_at AS "receivedAt" FROM engine.events WHERE id = $1 OR dedupe_key = $1 LIMIT 1',
    [id],
  )
  return rows[0]
}

/** Whether any function or wait is interested in events of this name. */
export async function hasListeners(tx: Sql, eventName: string): Promise<boolean> {
  const { rows } = await tx.query<{ isHeard: boolean }>(
    `SELECT EXISTS (SELECT FROM engine.triggers WHERE event_name = $1)
         OR ${isAwaited('$1')} AS "isHeard"`,
    [eventName],
  )
  return rows[0]?.isHeard ?? false
}

/** SQL for whether a step or a rule waits for events of this name. The least of an index: one probe, however many wait. */
export function isAwaited(name: string): string {
  return `(SELECT min(w.match_key) FROM engine.waits w WHERE w.event_name = ${name}) IS NOT NULL`
}
