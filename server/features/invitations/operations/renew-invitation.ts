import { z } from 'zod'
import { lockAsMember, requireGrant } from '@/server/features/members'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { handOut, makeToken } from '../link'
import { expiryOf } from '../rules'
import { invitationLinkSchema } from '../schema'
import { findInvitation, renewInvitation as writeRenewal } from '../store'

export const renewInvitation = defineMutation({
  name: 'invitations.renew',
  summary: 'A fresh link for an invitation nobody has accepted yet; the earlier link stops working.',
  within: 'org',
  permission: 'members.manage',
  route: 'POST /invitations/{invitationId}/renew',
  hasSecretOutput: true,
  input: z.object({ invitationId: z.string() }),
  output: invitationLinkSchema,
  audit: ({ invitationId }) => ({ subject: invitationId }),
  async run({ scope, db, now, emit }, { invitationId: id }) {
    const held = await lockAsMember(db, scope, 'members.manage')
    const invitation = await findInvitation(scope, db, id)
    // The link is as good as the role it gives, whoever chose that role.
    for (const role of invitation.roles) requireGrant(held, role)
    const token = makeToken()
    const expiresAt = expiryOf(now)
    const renewed = { tokenHash: token.tokenHash, expiresAt, invitedById: scope.user.userId }
    if (!(await writeRenewal(scope, db, id, renewed)))
      throw new AppError(
        'invalid_state',
        `This invitation was ${invitation.acceptedAt ? 'accepted' : 'revoked'}. Invite again instead.`,
      )
    return handOut(token, { id, expiresAt }, emit)
  },
})
