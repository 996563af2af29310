import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { call, codeOf, visitor } from '@/server/api/testing/call'
import { type MailServer, startMailServer } from '@/server/features/mail/testing/mail-server'
import { systemPool, tenantDb } from '@/server/platform/db'
import { startWorker, type Worker } from './worker'

const { invitations } = catalogue

let server: MailServer
let tenant: Tenant
let worker: Worker

beforeAll(async () => {
  server = await startMailServer()
  Object.assign(process.env, { PAWL_SMTP_URL: server.url, PAWL_MAIL_FROM: 'Pawl <pawl@example.org>' })
  tenant = await arrangeTenant('Acme & Söhne')
  worker = await startWorker()
})

afterAll(async () => {
  await worker.stop()
  await server.close()
  delete process.env.PAWL_SMTP_URL
  delete process.env.PAWL_MAIL_FROM
})

vi.setConfig({ testTimeout: 40_000 })

test('an invitation is mailed once, with a link that works, and the list says so', async () => {
  const invited = await invite('grace@example.com')
  expect(invited.isMailed).toBe(true)
  await until(async () => (await rowOf(invited.invitationId)).mailedAt)

  const [mail, ...others] = server.received
  expect(others).toEqual([])
  expect(mail?.to).toEqual(['grace@example.com'])
  const text = decoded(mail?.raw ?? '')
  expect(text).toContain('Acme & Söhne')
  const token = /invitation\?token=([\w-]+)/.exec(text)?.[1] ?? ''
  expect(invited.link).toBe(`http://localhost:3000/invitation?token=${token}`)
  const account = { name: 'Grace', password: 'a long enough password' }
  expect(await codeOf(invitations.accept, visitor(), { token, account })).toBe('ok')

  const { rows } = await systemPool().query('SELECT * FROM engine.events')
  expect(JSON.stringify(rows)).toContain(invited.invitationId)
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('what the server refuses is shown with its reason, and a renewed link is mailed again', async () => {
  server.answerWith(550)
  const { invitationId } = await invite('nobody@example.com')
  const error = await until(async () => (await rowOf(invitationId)).mailError)
  expect(error).toContain('No such mailbox here')
  server.answerWith(undefined)
  await call(invitations.renew, tenant.owner, { orgId: tenant.orgId, invitationId })
  await until(async () => (await rowOf(invitationId)).mailedAt)
  expect((await rowOf(invitationId)).mailError).toBeNull()
})

async function invite(email: string) {
  const input = { orgId: tenant.orgId, email, role: 'viewer' }
  return call<{ invitationId: string; link: string; isMailed: boolean }>(
    invitations.create,
    tenant.owner,
    input,
  )
}

function rowOf(id: string) {
  return tenantDb(tenant.orgId).invitation.findUniqueOrThrow({ where: { id } })
}

/** Quoted-printable, as both parts of our mails are written. */
function decoded(raw: string): string {
  const bytes = raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`)
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'))
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = await look()
    if (found !== null) return found
    await sleep(50)
  }
  throw new Error('It did not happen in 30 seconds.')
}
