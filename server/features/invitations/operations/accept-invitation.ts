import { z } from 'zod'
import { addMember, lockOrganization, writeProjectRole } from '@/server/features/members'
import { AppError } from '@/server/kernel/errors'
import { defineMutation, requireInPerson } from '@/server/operations'
import { hashToken } from '@/server/platform/crypto'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'
import { announceIn } from '@/server/platform/realtime'
import { joiningUser } from '../joining-user'
import { stateOf } from '../rules'
import { invitationTokenSchema, newAccountSchema } from '../schema'
import { claimInvitation, findByToken, type InvitationRow } from '../store'

export const acceptInvitation = defineMutation({
  name: 'invitations.accept',
  summary: 'Joins an organization with an invitation link, with the caller’s account or a new one.',
  within: 'instance',
  permission: 'public',
  route: 'POST /invitations/accept',
  input: z.object({ token: invitationTokenSchema, account: newAccountSchema.optional() }),
  output: z.object({
    orgId: z.string(),
    orgSlug: z.string(),
    /** Null: no project is open to them yet. */
    projectSlug: z.string().nullable(),
    email: z.string(),
    userId: z.string(),
    invitationId: z.string(),
  }),
  audit: (_input, { orgId, invitationId, userId, email }) => ({
    subject: invitationId,
    orgId,
    details: { userId, email },
  }),
  async run({ caller, db, now }, { token, account }) {
    requireInPerson(caller)
    const { id, orgId } = await openInvitation(db, token, now)
    await lockOrganization(db, orgId)
    // Read again: its maker's role, and the invitation itself, may have changed before the lock was ours.
    const invitation = await openInvitation(db, token, now)
    const org = await openOrganization(db, orgId)
    const user = await joiningUser(db, caller, invitation.email, account)
    if (!(await claimInvitation(db, invitation, { userId: user.userId, now }))) throw refusal('accepted')
    if (!(await addMember({ orgId }, db, { userId: user.userId, role: invitation.role, now })))
      throw new AppError('conflict', `${user.email} is a member of ${org.name} already.`)
    const projectSlug = await openProjects(db, invitation, user.userId)
    await announceIn(asQueryable(db), [orgId], 'members')
    return { orgId, orgSlug: org.slug, projectSlug, ...user, invitationId: id }
  },
})

async function openInvitation(db: TenantTransaction, token: string, now: Date): Promise<InvitationRow> {
  const invitation = await findByToken(db, hashToken(token))
  if (!invitation)
    throw new AppError('not_found', 'This invitation link does not exist, or a newer one took its place.')
  const state = stateOf(invitation, now)
  if (state !== 'open') throw refusal(state)
  return invitation
}

function refusal(state: 'accepted' | 'expired' | 'revoked'): AppError {
  const what = state === 'accepted' ? 'was used already' : state === 'expired' ? 'has expired' : 'was revoked'
  return new AppError('invalid_state', `This invitation ${what}. Ask for a new one.`, { details: { state } })
}

async function openOrganization(db: TenantTransaction, orgId: string) {
  const org = await db.organization.findUniqueOrThrow({
    where: { id: orgId },
    select: { slug: true, name: true, deletionDueAt: true },
  })
  if (org.deletionDueAt) throw new AppError('invalid_state', 'This organization is being deleted.')
  return org
}

/** Gives the roles in projects that still exist; returns the address of the first project to show. */
async function openProjects(
  db: TenantTransaction,
  { orgId, role, projectRoles }: InvitationRow,
  userId: string,
): Promise<string | null> {
  const projects = await db.project.findMany({
    where: { orgId, deletionDueAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true, slug: true },
  })
  let first = role === 'guest' ? undefined : projects[0]
  for (const given of projectRoles.toReversed()) {
    const project = projects.find(({ id }) => id === given.projectId)
    if (!project) continue
    await writeProjectRole({ orgId }, db, { userId, ...given })
    first = project
  }
  return first?.slug ?? null
}
