import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call, idOf } from '@/server/api/testing/call'
import { type MailServer, startMailServer } from '@/server/features/mail/testing/mail-server'
import { encrypt } from '@/server/platform/crypto'
import { tenantDb } from '@/server/platform/db'
import { giveUpInvitationMail, type InvitationMail, sendInvitationMail } from './port'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { invitations, members } = catalogue

let server: MailServer
let tenant: Tenant

beforeAll(async () => {
  server = await startMailServer()
  Object.assign(process.env, { PAWL_SMTP_URL: server.url, PAWL_MAIL_FROM: 'pawl@example.org' })
  tenant = await arrangeTenant('Mail')
})
beforeEach(() => {
  server.answerWith(undefined)
  server.received.length = 0
})
afterAll(async () => {
  delete process.env.PAWL_SMTP_URL
  delete process.env.PAWL_MAIL_FROM
  await server.close()
})

/** An invitation and the mail that was asked for with it. */
async function invite(email: string, inviter = tenant.owner): Promise<InvitationMail> {
  const { orgId } = tenant
  const created = await call<{ invitationId: string; link: string }>(invitations.create, inviter, {
    orgId,
    email,
    role: 'viewer',
  })
  return mailOf(created)
}

async function mailOf({
  invitationId,
  link,
}: {
  invitationId: string
  link: string
}): Promise<InvitationMail> {
  const token = new URL(link).searchParams.get('token') ?? ''
  return { mailId: 'obx_test', orgId: tenant.orgId, invitationId, sealedToken: await encrypt(token) }
}

function outcomeOf({ invitationId: id }: InvitationMail) {
  const select = { mailedAt: true, mailError: true }
  return tenantDb(tenant.orgId).invitation.findUniqueOrThrow({ where: { id }, select })
}

test('a link that works no more is not mailed', async () => {
  const { orgId, owner } = tenant
  const revoked = await invite('revoked@example.com')
  await call(invitations.revoke, owner, { orgId, invitationId: revoked.invitationId })
  const older = await invite('renewed@example.com')
  const renewed = await call<{ invitationId: string; link: string }>(invitations.renew, owner, {
    orgId,
    invitationId: older.invitationId,
  })
  const admin = await arrangeMember(orgId, 'admin')
  const orphaned = await invite('orphaned@example.com', admin)
  await call(members.remove, owner, { orgId, userId: idOf(admin) })

  for (const mail of [revoked, older, orphaned]) await sendInvitationMail(mail)
  expect(server.received).toEqual([])
  await sendInvitationMail(await mailOf(renewed))
  expect(server.received.map(({ to }) => to)).toEqual([['renewed@example.com']])
})

test('a busy server leaves the invitation as it is, for another try', async () => {
  const mail = await invite('busy@example.com')
  server.answerWith(451)
  await expect(sendInvitationMail(mail)).rejects.toThrow()
  expect(await outcomeOf(mail)).toEqual({ mailedAt: null, mailError: null })
  server.answerWith(undefined)
  await sendInvitationMail(mail)
  expect(await outcomeOf(mail)).toEqual({ mailedAt: expect.any(Date), mailError: null })
})

test('giving up is written down, but not on a link that was renewed meanwhile', async () => {
  const given = await invite('given-up@example.com')
  await giveUpInvitationMail(given, 'connect ECONNREFUSED')
  expect(await outcomeOf(given)).toEqual({ mailedAt: null, mailError: 'connect ECONNREFUSED' })
  const { orgId, owner } = tenant
  await call(invitations.renew, owner, { orgId, invitationId: given.invitationId })
  await giveUpInvitationMail(given, 'late')
  expect(await outcomeOf(given)).toEqual({ mailedAt: null, mailError: null })
})
