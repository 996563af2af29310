import type { Inngest } from 'inngest'
import type { z } from 'zod'
import { mailRequested } from '../events'

export type RequestedMail = z.output<typeof mailRequested.schema>

export interface SendMailPorts {
  /** Throws where trying again may help. */
  send(mail: RequestedMail): Promise<void>
  /** It was tried for long enough. */
  giveUp(mail: RequestedMail, reason: string): Promise<void>
}

/** Sends one mail, again and again later while the mail server cannot be reached. */
export function sendMail(client: Inngest, ports: SendMailPorts) {
  return client.createFunction(
    {
      id: 'send-mail',
      triggers: [mailRequested],
      retries: 8,
      onFailure: async ({ event, error }) => {
        await ports.giveUp(mailRequested.schema.parse(event.data.event.data), error.message)
      },
    },
    async ({ event, step }) => {
      const mail = mailRequested.schema.parse(event.data)
      await step.run('send', () => ports.send(mail))
      return { mailId: mail.mailId }
    },
  )
}
