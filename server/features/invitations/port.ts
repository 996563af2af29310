import { sendMail, writeLetter } from '@/server/features/mail'
import { decrypt, hashToken } from '@/server/platform/crypto'
import { tenantDb } from '@/server/platform/db'
import { announce } from '@/server/platform/realtime'
import { linkOf } from './link'
import { stateOf } from './rules'
import { findInvitation, type InvitationRow, inviterNames, projectNames, writeMailOutcome } from './store'

export interface InvitationMail {
  /** Names the mail for good. */
  mailId: string
  orgId: string
  invitationId: string
  sealedToken: string
}

/**
 * Sends the mail of an invitation and writes down what became of it. Throws where trying again may help.
 * Sends nothing when the link in it does not work any more.
 */
export async function sendInvitationMail({
  mailId,
  orgId,
  invitationId,
  sealedToken,
}: InvitationMail): Promise<void> {
  const db = tenantDb(orgId)
  const token = await decrypt(sealedToken)
  const tokenHash = hashToken(token)
  const invitation = await findInvitation({ orgId }, db, invitationId).catch(() => undefined)
  if (!invitation || invitation.tokenHash !== tokenHash || stateOf(invitation, new Date()) !== 'open') return
  const result = await sendMail({ mailId, to: invitation.email, ...(await letterOf(invitation, token)) })
  const outcome =
    result.kind === 'sent'
      ? { mailedAt: new Date(), mailError: null }
      : { mailedAt: null, mailError: result.reason }
  await writeMailOutcome({ orgId }, db, { id: invitationId, tokenHash }, outcome)
  announce(orgId, 'invitations')
}

/** The engine tried for long enough. */
export async function giveUpInvitationMail(
  { orgId, invitationId, sealedToken }: InvitationMail,
  reason: string,
): Promise<void> {
  const tokenHash = hashToken(await decrypt(sealedToken))
  const outcome = { mailedAt: null, mailError: reason.slice(0, 300) }
  await writeMailOutcome({ orgId }, tenantDb(orgId), { id: invitationId, tokenHash }, outcome)
  announce(orgId, 'invitations')
}

async function letterOf(invitation: InvitationRow, token: string) {
  const { orgId, role, projectRoles, expiresAt } = invitation
  const db = tenantDb(orgId)
  const { name } = await db.organization.findUniqueOrThrow({ where: { id: orgId }, select: { name: true } })
  const inviter = (await inviterNames([invitation])).get(invitation.invitedById) ?? 'A member'
  const projects = await projectNames({ orgId }, db)
  const inProjects = projectRoles.flatMap(({ projectId, role: given }) => {
    const project = projects.get(projectId)
    return project === undefined ? [] : `${given} in ${project}`
  })
  return writeLetter({
    subject: `${inviter} invites you to ${name} on Pawl`,
    title: `Join ${name}`,
    paragraphs: [
      `${inviter} invites you to work on the workflows of ${name}, as ${[role, ...inProjects].join(', ')}.`,
    ],
    button: { label: 'Accept the invitation', url: linkOf(token) },
    smallPrint: [
      `The link works once, until ${formatDay(expiresAt)}.`,
      'You did not expect this? Then leave it: nothing happens until the link is used.',
    ],
  })
}

function formatDay(date: Date): string {
  return date.toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
}
