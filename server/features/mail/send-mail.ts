import { createTransport, type Transporter } from 'nodemailer'
import { givenEnv } from '@/server/platform/env'

export interface Mail {
  /** Names this mail for good: sent twice, it still shows once where a mailbox looks at ids. */
  mailId: string
  to: string
  subject: string
  text: string
  html: string
}

export type MailResult = { kind: 'sent' } | { kind: 'refused'; reason: string }

/** A server that says nothing for this long is taken for dead; the engine tries again. */
const CONNECT_MS = 10_000
const SILENCE_MS = 30_000

/** Whether Pawl can send mail: PAWL_SMTP_URL is set. */
export function mayMail(): boolean {
  return givenEnv().PAWL_SMTP_URL !== undefined
}

/**
 * Hands a mail to the SMTP server. `refused`: the server said no for good, so trying again is of no use.
 * Throws where it may be: no connection, a busy server.
 */
export async function sendMail(mail: Mail): Promise<MailResult> {
  const { PAWL_SMTP_URL: url, PAWL_MAIL_FROM: from } = givenEnv()
  if (url === undefined || from === undefined)
    return { kind: 'refused', reason: 'No mail server is configured (PAWL_SMTP_URL, PAWL_MAIL_FROM).' }
  const transport = openTransport(url)
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.mailId}@${hostOf(from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return { kind: 'sent' }
  } catch (error) {
    if (isFinal(error)) return { kind: 'refused', reason: reasonOf(error) }
    throw new Error(reasonOf(error), { cause: error })
  } finally {
    transport.close()
  }
}

function openTransport(url: string): Transporter {
  return createTransport({
    url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: CONNECT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** SMTP's 5xx answers: wrong credentials, an unknown mailbox, a sender that is not allowed. */
function isFinal(error: unknown): error is Error {
  return error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500
}

/** One line for people; a server's answer may have many. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\s+/g, ' ').trim().slice(0, 300)
}

/** The domain of `Pawl <pawl@example.com>`. */
function hostOf(from: string): string {
  return /@([^\s>]+)/.exec(from)?.[1] ?? 'pawl'
}
