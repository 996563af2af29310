import { z } from 'zod'

export const MAX_EVENT_NAME_LENGTH = 100
/** Of an event's data, as JSON text. */
export const MAX_EVENT_DATA_BYTES = 256 * 1024

export const eventNameSchema = z
  .string()
  .min(1)
  .max(MAX_EVENT_NAME_LENGTH)
  .regex(/^[A-Za-z0-9._/:-]+$/, 'An event name holds letters, digits and . _ - / : only, such as order/paid.')

export const projectEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  data: z.json(),
  at: z.iso.datetime(),
  /** The run whose step emitted it; null: it came from outside, or the run is gone. */
  run: z.object({ id: z.string(), number: z.number().int(), path: z.string().nullable() }).nullable(),
  /** Who sent it from outside. */
  sentBy: z.string().nullable(),
})
export type ProjectEvent = z.output<typeof projectEventSchema>
