import { acceptInvitation } from './operations/accept-invitation'
import { checkInvitation } from './operations/check-invitation'
import { createInvitation } from './operations/create-invitation'
import { listInvitations } from './operations/list-invitations'
import { renewInvitation } from './operations/renew-invitation'
import { revokeInvitation } from './operations/revoke-invitation'

export const invitations = {
  list: listInvitations,
  create: createInvitation,
  renew: renewInvitation,
  revoke: revokeInvitation,
  check: checkInvitation,
  accept: acceptInvitation,
}
