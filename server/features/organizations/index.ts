import { createOrganizationOperation } from './operations/create-organization'
import { deleteOrganization } from './operations/delete-organization'
import { getOrganization } from './operations/get-organization'
import { leaveOrganization } from './operations/leave-organization'
import { renameOrganization } from './operations/rename-organization'
import { restoreOrganization } from './operations/restore-organization'
import { transferOrganization } from './operations/transfer-organization'

export { createOrganization } from './create-organization'
export { purgeDeleted } from './purge-deleted'

export const organizations = {
  create: createOrganizationOperation,
  get: getOrganization,
  rename: renameOrganization,
  leave: leaveOrganization,
  transfer: transferOrganization,
  delete: deleteOrganization,
  restore: restoreOrganization,
}
