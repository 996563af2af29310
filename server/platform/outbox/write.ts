import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { TenantTransaction } from '@/server/platform/db'

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
