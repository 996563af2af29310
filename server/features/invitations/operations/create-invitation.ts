import { lockAsMember, requireGrant } from '@/server/features/members'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { handOut, makeToken } from '../link'
import { expiryOf } from '../rules'
import { invitationLinkSchema, newInvitationSchema } from '../schema'
import { insertInvitation, projectNames } from '../store'

export const createInvitation = defineMutation({
  name: 'invitations.create',
  summary: 'A link with which one person joins the organization, mailed where a mail server is configured.',
  within: 'org',
  permission: 'members.manage',
  route: 'POST /invitations',
  hasSecretOutput: true,
  input: newInvitationSchema,
  output: invitationLinkSchema,
  audit: ({ email, role, projectRoles }, { invitationId }) => ({
    subject: invitationId,
    details: { email, role, projectRoles },
  }),
  async run({ scope, db, now, emit }, { email, role, projectRoles }) {
    const held = await lockAsMember(db, scope, 'members.manage')
    requireGrant(held, role)
    for (const given of projectRoles) requireGrant(held, given.role)
    const projects = await projectNames(scope, db)
    if (projectRoles.some(({ projectId }) => !projects.has(projectId)))
      throw new AppError('not_found', 'There is no such project in this organization.')
    const colleague = await db.membership.findFirst({
      where: { orgId: scope.orgId, user: { email } },
      select: { user: { select: { name: true } } },
    })
    if (colleague) throw new AppError('conflict', `${colleague.user.name} (${email}) is a member already.`)
    const token = makeToken()
    const expiresAt = expiryOf(now)
    const id = await insertInvitation(scope, db, {
      email,
      role,
      projectRoles,
      tokenHash: token.tokenHash,
      invitedById: scope.user.userId,
      createdAt: now,
      expiresAt,
    })
    return handOut(token, { id, expiresAt }, emit)
  },
})
