import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'

/** An event as senders give it and as functions get it. Fields beyond these are kept as they are. */
export interface EngineEvent extends JsonObject {
  name: string
  data: JsonObject
}

const incoming = z.looseObject({
  name: z.string().min(1),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().nullish(),
  ts: z.number().int().nonnegative().nullish(),
})

const INTERNAL_PREFIX = 'inngest/'

/** Reads the body of `POST /e/<key>`: one event or a list. */
export function parseEvents(body: unknown): EngineEvent[] {
  const list = Array.isArray(body) ? body : [body]
  return list.map((candidate, index) => {
    const parsed = incoming.safeParse(candidate)
    if (!parsed.success)
      throw new AppError(
        'invalid_input',
        `Event ${index + 1} is not an event: ${z.prettifyError(parsed.error)}`,
      )
    if (parsed.data.name.startsWith(INTERNAL_PREFIX))
      throw new AppError(
        'invalid_input',
        `Event name "${parsed.data.name}" is reserved: choose one without "inngest/".`,
      )
    // The body came from JSON.parse, so every value in it is a JSON value.
    const event = parsed.data as JsonObject
    return { ...event, name: parsed.data.name, data: (event.data ?? {}) as JsonObject }
  })
}
