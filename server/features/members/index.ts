import { listMembers } from './operations/list-members'
import { removeMember } from './operations/remove-member'
import { setProjectRole } from './operations/set-project-role'
import { setRole } from './operations/set-role'

export { endMembership } from './end-membership'
export { requireAnotherOwner, requireGrant } from './guards'
export { lockAsMember, lockOrganization } from './lock'
export { addMember, findMember, writeProjectRole, writeRole } from './store'

export const members = {
  list: listMembers,
  setRole,
  setProjectRole,
  remove: removeMember,
}
