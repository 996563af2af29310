import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body as they crossed the wire. */
  raw: string
}

export interface MailServer {
  /** With user and password, as PAWL_SMTP_URL takes it. */
  url: string
  received: ReceivedMail[]
  /** Answers every recipient with this code from now on; undefined: takes them. */
  answerWith(code: number | undefined): void
  close(): Promise<void>
}

const USER = 'pawl'
const PASSWORD = 'p@ss:word/1'

/** A small mail server that speaks SMTP and keeps what it gets. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let code: number | undefined
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === USER && password === PASSWORD
        ? done(null, { user: USER })
        : done(Object.assign(new Error('Wrong credentials'), { responseCode: 535 })),
    onRcptTo: (_address, _session, done) =>
      done(
        code === undefined ? null : Object.assign(new Error('No such mailbox here'), { responseCode: code }),
      ),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  // A client that hangs up is no failure of the server.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP: the address is an AddressInfo.
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    received,
    answerWith: (next) => {
      code = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
