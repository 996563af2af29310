import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { Queryable, Statement } from '@/server/platform/db'

interface OutgoingRow {
  name: string
  data: JsonObject
}

/** As `writeOutbox`, with plain SQL: puts entries into the outbox in the caller's transaction. */
export async function writeOutboxRows(
  db: Queryable,
  orgId: string,
  entries: readonly OutgoingRow[],
): Promise<void> {
  if (entries.length > 0) await db.query(outboxStatement(orgId, entries))
}

/** The same, for the caller to send. */
export function outboxStatement(orgId: string, entries: readonly OutgoingRow[]): Statement {
  const rows = entries.map(({ name, data }) => ({ id: newId('outbox'), name, data }))
  return { name: 'outbox', text: INSERT_ENTRIES, values: [orgId, JSON.stringify(rows)] }
}

const INSERT_ENTRIES = `
  INSERT INTO "OutboxEntry" (id, "orgId", name, data)
  SELECT e.id, $1, e.name, e.data FROM jsonb_to_recordset($2::jsonb) AS e(id text, name text, data jsonb)`
