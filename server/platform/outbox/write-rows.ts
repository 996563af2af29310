import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { Queryable, Statement } from '@/server/platform/db'

export interface OutgoingEntry {
  name: string
  data: JsonObject
}

/** As `writeOutbox`, with plain SQL: puts entries into the outbox in the caller's transaction. */
export async function writeOutboxRows(
  db: Queryable,
  orgId: string,
  entries: readonly OutgoingEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await db.query(
    insertEntries(
      orgId,
      entries.map((entry) => ({ ...entry, id: newId('outbox'), heldMs: 0 })),
    ),
  )
}

interface NewEntry extends OutgoingEntry {
  id: string
  /** How long it is claimed by who writes it; 0: not at all. */
  heldMs: number
}

export function insertEntries(orgId: string, rows: readonly NewEntry[]): Statement {
  const given = rows.map(({ id, name, data, heldMs }) => ({ id, name, data, heldMs }))
  return { name: 'outbox', text: INSERT_ENTRIES, values: [orgId, JSON.stringify(given)] }
}

const INSERT_ENTRIES = `
  INSERT INTO "OutboxEntry" (id, "orgId", name, data, attempts, "availableAt")
  SELECT e.id, $1, e.name, e.data, CASE WHEN e."heldMs" > 0 THEN 1 ELSE 0 END,
         now() + e."heldMs" * interval '1 millisecond'
    FROM jsonb_to_recordset($2::jsonb) AS e(id text, name text, data jsonb, "heldMs" int)`
