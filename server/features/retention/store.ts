import { eraseOldEvents, eraseOldPayloads } from '@/server/features/runs'
import { inTransaction, type Queryable, tenantPool } from '@/server/platform/db'

export interface Batch {
  projectId: string
  endedBefore: Date
  limit: number
}

const ENDED = `"projectId" = $1 AND status IN ('succeeded', 'failed', 'cancelled', 'rolled_back') AND "finishedAt" < $2::timestamptz`

/** Deletes a batch of runs with all that belongs to them. How many. The ledger of usage stays. */
export function deleteOldRuns(orgId: string, batch: Batch): Promise<number> {
  return inTransaction(tenantPool(orgId), async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `DELETE FROM "Run" WHERE id IN
         (SELECT id FROM "Run" WHERE ${ENDED} ORDER BY "finishedAt" LIMIT $3::int FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [batch.projectId, batch.endedBefore.toISOString(), batch.limit],
    )
    // What no foreign key takes along.
    for (const table of ['StepCache', 'Event'])
      await client.query(`DELETE FROM "${table}" WHERE "runId" = ANY ($1)`, [rows.map((row) => row.id)])
    return rows.length
  })
}

export function deleteOldEvents(orgId: string, batch: Batch, now: Date): Promise<number> {
  return inTransaction(tenantPool(orgId), (client) => eraseOldEvents(client, batch, now))
}

export function erasePayloadsOfOld(orgId: string, batch: Batch, now: Date): Promise<number> {
  return inTransaction(tenantPool(orgId), (client) => eraseOldPayloads(client, batch, now))
}

/** How many ended runs are older than an instant and still have what would go; at most `limit`. */
export async function countOld(
  db: Queryable,
  part: 'runs' | 'events' | 'payloads',
  { projectId, endedBefore, limit }: Batch,
): Promise<number> {
  const isLeft =
    part === 'runs'
      ? ''
      : part === 'events'
        ? 'AND "eventsErasedAt" IS NULL'
        : 'AND "payloadsErasedAt" IS NULL'
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM "Run" WHERE ${ENDED} ${isLeft} LIMIT $3::int) old`,
    [projectId, endedBefore.toISOString(), limit],
  )
  return rows[0]?.count ?? 0
}
