import type { Sql } from './database'

/** Event ids are remembered for 24 hours. */
const DEDUPE_WINDOW = '24 hours'

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
         OR EXISTS (SELECT FROM engine.waits WHERE event_name = $1) AS "isHeard"`,
    [eventName],
  )
  return rows[0]?.isHeard ?? false
}
