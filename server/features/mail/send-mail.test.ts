import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { mayMail, sendMail } from './send-mail'
import { type MailServer, startMailServer } from './testing/mail-server'

let server: MailServer

beforeAll(async () => {
  server = await startMailServer()
})
beforeEach(() => {
  server.answerWith(undefined)
  server.received.length = 0
  configure(server.url)
})
afterAll(async () => {
  configure(undefined)
  await server.close()
})

const mail = {
  mailId: 'obx_1',
  to: 'grace@example.com',
  subject: 'Grüße',
  text: 'Plain text.',
  html: '<p>HTML.</p>',
}

function configure(url: string | undefined): void {
  if (url === undefined) {
    delete process.env.PAWL_SMTP_URL
    delete process.env.PAWL_MAIL_FROM
  } else Object.assign(process.env, { PAWL_SMTP_URL: url, PAWL_MAIL_FROM: 'Pawl <pawl@example.org>' })
}

test('a mail reaches the server as text and as HTML, under an id of its own', async () => {
  expect(mayMail()).toBe(true)
  expect(await sendMail(mail)).toEqual({ kind: 'sent' })
  const [received] = server.received
  expect(received).toMatchObject({ from: 'pawl@example.org', to: ['grace@example.com'] })
  for (const part of [
    'Message-ID: <obx_1@example.org>',
    'Plain text.',
    '<p>HTML.</p>',
    'From: Pawl <pawl@example.org>',
  ])
    expect(received?.raw).toContain(part)
})

test('an address cannot carry a second recipient or a header', async () => {
  await sendMail({ ...mail, to: 'grace@example.com, eve@example.com' }).catch(() => undefined)
  await sendMail({ ...mail, to: 'grace@example.com>\r\nBcc: <eve@example.com' }).catch(() => undefined)
  expect(server.received.flatMap(({ to }) => to)).not.toContain('eve@example.com')
})

test('a server that says no for good ends it, with its reason', async () => {
  server.answerWith(550)
  expect(await sendMail(mail)).toEqual({
    kind: 'refused',
    reason: expect.stringContaining('No such mailbox here'),
  })
})

test('wrong credentials end it and are not told', async () => {
  configure(server.url.replace(/:[^:@]+@/, ':another-password@'))
  const result = await sendMail(mail)
  expect(result).toMatchObject({ kind: 'refused' })
  expect(JSON.stringify(result)).not.toContain('another-password')
})

test('a busy server and one that is away are tried again', async () => {
  server.answerWith(451)
  await expect(sendMail(mail)).rejects.toThrow('No such mailbox here')
  configure('smtp://127.0.0.1:1')
  await expect(sendMail(mail)).rejects.toThrow(/ECONNREFUSED/)
})

test('without a server nothing is sent, and it says why', async () => {
  configure(undefined)
  expect(mayMail()).toBe(false)
  expect(await sendMail(mail)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('PAWL_SMTP_URL'),
  })
})
