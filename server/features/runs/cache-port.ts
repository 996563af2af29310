import type { JsonValue } from '@/server/kernel/json'
import type { CachePort } from '@/server/language/contracts'
import { tenantPool } from '@/server/platform/db'

/** Outputs that earlier runs kept, for the interpreter; the commit of a step's success writes them. */
export const cachePort: CachePort = {
  async read({ orgId, projectId }, key) {
    const { rows } = await tenantPool(orgId).query<{ output: JsonValue }>(
      'SELECT output FROM "StepCache" WHERE "projectId" = $1 AND key = $2 AND "expiresAt" > now()',
      [projectId, key],
    )
    return rows[0]?.output
  },
}
