import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { Queryable, TenantTransaction } from '@/server/platform/db'

interface OutgoingEntry {
  orgId: string
  name: string
  data: JsonObject
}

/** Puts entries into the outbox in the transaction that makes them true. */
export async function writeOutbox(
  db: Pick<TenantTransaction, 'outboxEntry'>,
  entries: OutgoingEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await db.outboxEntry.createMany({ data: entries.map((entry) => ({ id: newId('outbox'), ...entry })) })
}

/** The same in a plain SQL transaction. */
export async function writeOutboxSql(client: Queryable, entry: OutgoingEntry): Promise<void> {
  await client.query('INSERT INTO "OutboxEntry" (id, "orgId", name, data) VALUES ($1, $2, $3, $4)', [
    newId('outbox'),
    entry.orgId,
    entry.name,
    JSON.stringify(entry.data),
  ])
}
