import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { hashToken } from '@/server/platform/crypto'
import { stateOf } from '../rules'
import { invitationCheckSchema, invitationTokenSchema } from '../schema'
import { findByToken, inviterNames, projectNames } from '../store'

export const checkInvitation = defineQuery({
  name: 'invitations.check',
  summary: 'What an invitation link leads to, and whether it still works.',
  within: 'instance',
  permission: 'public',
  route: 'POST /invitations/check',
  input: z.object({ token: invitationTokenSchema }),
  output: invitationCheckSchema,
  async run({ db, now }, { token }) {
    const invitation = await findByToken(db, hashToken(token))
    if (!invitation) return { state: 'invalid' as const }
    const state = stateOf(invitation, now)
    if (state === 'accepted') return { state: 'used' as const }
    if (state !== 'open') return { state }
    const { orgId, email, role } = invitation
    const organization = await db.organization.findUniqueOrThrow({
      where: { id: orgId },
      select: { name: true, deletionDueAt: true },
    })
    if (organization.deletionDueAt) return { state: 'revoked' as const }
    const people = await inviterNames([invitation])
    const projects = await projectNames({ orgId }, db)
    return {
      state,
      organization: organization.name,
      email,
      role,
      projects: invitation.projectRoles.flatMap(({ projectId }) => projects.get(projectId) ?? []),
      invitedBy: people.get(invitation.invitedById) ?? 'a former member',
      expiresAt: invitation.expiresAt.toISOString(),
      hasAccount: (await db.user.count({ where: { email } })) > 0,
    }
  },
})
