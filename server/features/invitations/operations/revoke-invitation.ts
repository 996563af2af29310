import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { findInvitation, revokeInvitation as writeRevocation } from '../store'

export const revokeInvitation = defineMutation({
  name: 'invitations.revoke',
  summary: 'Makes the link of an invitation worthless.',
  within: 'org',
  permission: 'members.manage',
  route: 'DELETE /invitations/{invitationId}',
  input: z.object({ invitationId: z.string() }),
  output: z.object({ invitationId: z.string() }),
  audit: ({ invitationId }) => ({ subject: invitationId }),
  async run({ scope, db, now, record }, { invitationId }) {
    const invitation = await findInvitation(scope, db, invitationId)
    if (!(await writeRevocation(scope, db, invitationId, now)))
      throw new AppError(
        'invalid_state',
        invitation.revokedAt
          ? 'This invitation was revoked already.'
          : 'This invitation was accepted. Remove the member instead.',
      )
    record({ before: { email: invitation.email, role: invitation.role } })
    return { invitationId }
  },
})
