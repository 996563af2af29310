import type { SecretPort } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { readSecret } from './store'

/** Secret values for steps, read from the caller's own project. */
export const secretPort: SecretPort = {
  read: ({ orgId, projectId }, name) => readSecret({ orgId, projectId }, tenantDb(orgId), name),
}
