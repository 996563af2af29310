import { eventType } from 'inngest'
import { z } from 'zod'

/** A run is to be worked on, for the first time or again after a resume. */
export const runRequested = eventType('pawl/run.requested', {
  schema: z.object({ orgId: z.string(), runId: z.string(), generation: z.number().int() }),
})

/** Something a waiting run may care about changed. Only a bell: what changed stands in rows. */
export const runWake = eventType('pawl/run.wake', {
  schema: z.object({ orgId: z.string(), runId: z.string() }),
})

/** The night's work goes on after this organization; empty: from the beginning. */
export const nightlyRequested = eventType('pawl/nightly.requested', {
  schema: z.object({ now: z.iso.datetime(), after: z.string() }),
})

/** A mail is to be sent. What it needs of a secret is sealed; the rest is read when it is sent. */
export const mailRequested = eventType('pawl/mail.requested', {
  schema: z.object({
    mailId: z.string(),
    orgId: z.string(),
    kind: z.literal('invitation'),
    invitationId: z.string(),
    sealedToken: z.string(),
  }),
})
