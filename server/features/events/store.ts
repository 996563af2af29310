import { createHash } from 'node:crypto'
import { ID_PREFIXES } from '@/server/kernel/ids'
import type { JsonValue } from '@/server/kernel/json'
import type { EmittedEvent } from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { writeOutboxRows } from '@/server/platform/outbox'

export interface EventScope {
  orgId: string
  projectId: string
}

export interface NewEvent {
  id: string
  name: string
  data: JsonValue
  at: Date
  runId: string | null
  path: string | null
  sentById: string | null
}

/** The id of what one attempt of a step emits: the same however often the attempt is repeated. */
export function eventIdOf(step: { runId: string; path: string; attempt: number }): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([step.runId, step.path, step.attempt]))
    .digest('hex')
  return `${ID_PREFIXES.event}_${digest.slice(0, 26)}`
}

/**
 * Writes an event, once for its id, and wakes the runs that wait for its name, in the caller's transaction.
 * Answers with the event as it stands: of two with one id the first.
 */
export async function insertEvent(db: Queryable, scope: EventScope, event: NewEvent): Promise<EmittedEvent> {
  const { orgId, projectId } = scope
  // A wait that opens at this moment either sees the event or is seen here; see `wakeIfCame`.
  await lockName(db, projectId, event.name)
  const { rows: inserted } = await db.query(
    `INSERT INTO "Event" (id, "orgId", "projectId", name, data, "runId", path, "sentById", at)
     VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8, $9::timestamptz) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      event.id,
      orgId,
      projectId,
      event.name,
      JSON.stringify(event.data),
      event.runId,
      event.path,
      event.sentById,
      event.at.toISOString(),
    ],
  )
  if (inserted.length > 0) await wakeWaiting(db, scope, event.name)
  const { rows } = await db.query<EventRow>(
    `SELECT id, name, data, at FROM "Event" WHERE id = $1 AND "projectId" = $2`,
    [event.id, projectId],
  )
  const [row] = rows
  if (!row) throw new Error(`Event ${event.id} is gone.`)
  return present(row)
}

/** Events of a name at an instant and after, oldest first. */
export async function readEventsSince(
  db: Queryable,
  { projectId }: Pick<EventScope, 'projectId'>,
  name: string,
  after: Date,
  limit: number,
): Promise<EmittedEvent[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT id, name, data, at FROM "Event"
      WHERE "projectId" = $1 AND name = $2 AND at >= $3::timestamptz ORDER BY at, id LIMIT $4::int`,
    [projectId, name, after.toISOString(), limit],
  )
  return rows.map(present)
}

/**
 * For a run that has just begun to wait for events of these names, in the same transaction: rings its bell where
 * one came before the wait could be seen. Whether it rang.
 */
export async function wakeIfCame(
  db: Queryable,
  { orgId, projectId, runId }: EventScope & { runId: string },
  waits: readonly { eventName: string; since: string }[],
): Promise<boolean> {
  for (const name of [...new Set(waits.map((wait) => wait.eventName))].sort())
    await lockName(db, projectId, name)
  const { rows } = await db.query(
    `SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS w("eventName" text, since timestamptz)
       JOIN "Event" e ON e."projectId" = $1 AND e.name = w."eventName" AND e.at >= w.since LIMIT 1`,
    [projectId, JSON.stringify(waits)],
  )
  if (rows.length > 0) await writeOutboxRows(db, orgId, [{ name: 'run.wake', data: { runId } }])
  return rows.length > 0
}

interface EventRow {
  id: string
  name: string
  data: JsonValue
  at: Date | string
}

function present({ id, name, data, at }: EventRow): EmittedEvent {
  return { id, name, data, at: new Date(at).toISOString() }
}

async function lockName(db: Queryable, projectId: string, name: string): Promise<void> {
  // `count`: Prisma cannot read a void.
  await db.query('SELECT count(pg_advisory_xact_lock(hashtextextended($1, 0)))', [
    `event/${projectId}/${name}`,
  ])
}

async function wakeWaiting(db: Queryable, { orgId, projectId }: EventScope, name: string): Promise<void> {
  const { rows } = await db.query<{ runId: string }>(
    `SELECT DISTINCT "runId" FROM "Wait" WHERE "projectId" = $1 AND "eventName" = $2`,
    [projectId, name],
  )
  await writeOutboxRows(
    db,
    orgId,
    rows.map(({ runId }) => ({ name: 'run.wake', data: { runId } })),
  )
}
