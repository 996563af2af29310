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
