import { z } from 'zod'
import { readEvents } from '@/server/features/run-events'
import { defineQuery } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { loggedRunEventSchema } from '../schema'
import { findRun } from '../store'

const MAX_EVENTS = 1_000

export const listRunEvents = defineQuery({
  name: 'runs.events',
  summary: 'The log of a run after a sequence number, at most 1,000 events a call.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{runId}/events',
  input: z.object({ runId: z.string(), afterSeq: z.number().int().min(0).default(0) }),
  output: z.object({ events: z.array(loggedRunEventSchema), more: z.boolean() }),
  async run({ scope, db }, { runId, afterSeq }) {
    const run = await findRun(scope, db, runId)
    const events = await readEvents(asQueryable(db), run.id, afterSeq, MAX_EVENTS)
    return { events, more: events.length === MAX_EVENTS }
  },
})
