import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { ringOutboxSoon } from '@/server/platform/realtime'
import { eventNameSchema, MAX_EVENT_DATA_BYTES } from '../schema'
import { insertEvent } from '../store'

export const emitEvent = defineMutation({
  name: 'events.emit',
  summary: 'Sends an event that waiting runs of the project take up.',
  within: 'project',
  permission: 'events.emit',
  route: 'POST /events',
  input: z.object({ name: eventNameSchema, data: z.json().default(null) }),
  output: z.object({ id: z.string(), at: z.iso.datetime() }),
  audit: ({ name }, { id }) => ({ subject: id, details: { name } }),
  async run({ scope, db, now }, { name, data }) {
    if (Buffer.byteLength(JSON.stringify(data)) > MAX_EVENT_DATA_BYTES)
      throw new AppError(
        'too_large',
        `An event carries at most ${MAX_EVENT_DATA_BYTES / 1024} KiB of data. Send where to find it instead.`,
      )
    const { orgId, projectId, user } = scope
    const event = { id: newId('event'), name, data, at: now, runId: null, path: null, sentById: user.userId }
    const { id, at } = await insertEvent(asQueryable(db), { orgId, projectId }, event)
    ringOutboxSoon()
    return { id, at }
  },
})
