import type { SlotPort } from '@/server/language/contracts'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { storedKey } from './keys'
import { isInsideHolder } from './lineage'
import { type Place, takePlace } from './places'

export { sweepPlaces } from './sweep'

/** Places of steps, for the interpreter. */
export const slotPort: SlotPort = {
  async take(caller, slot): Promise<Place> {
    const { orgId, projectId, runId, path } = caller
    const key = storedKey(slot.key)
    return inTransaction(tenantPool(orgId), async (client) => {
      // Shared with the commit that ends the run: no place is taken for one that is over.
      const { rows } = await client.query(
        `SELECT 1 FROM "Run" WHERE id = $1 AND status IN ('queued', 'running', 'waiting') FOR SHARE`,
        [runId],
      )
      if (rows.length === 0 || (await isInsideHolder(client, caller, key))) return 'held'
      return takePlace(client, { orgId, projectId, runId, path }, { key, limit: slot.limit })
    })
  },
}
