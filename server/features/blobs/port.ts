import { AppError } from '@/server/kernel/errors'
import type { JsonValue } from '@/server/kernel/json'
import type { BlobPort } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { findBlob, insertBlob, readText } from './store'

/** Results that are too large for their row, in the tenant's own tables. */
export const blobPort: BlobPort = {
  write: insertBlob,
  async read({ orgId, projectId }, ref) {
    const db = tenantDb(orgId)
    const blob = await findBlob({ orgId, projectId }, db, ref.$blob)
    if (blob.digest !== ref.digest)
      throw new AppError('not_found', `What is kept as ${ref.$blob} is not the result that is asked for.`)
    // `write` was given a JSON text, and this is it: its digest was compared.
    return JSON.parse(await readText({ orgId }, db, blob)) as JsonValue
  },
}
