import { z } from 'zod'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { runErrorSchema } from '@/server/kernel/run-events'
import { defineQuery } from '@/server/operations'
import { runSchema } from '../schema'
import { findRun, presentRun, starterNames } from '../store'

export const getRun = defineQuery({
  name: 'runs.get',
  summary: 'One run by id or number, with inputs, output and error.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{run}',
  input: z.object({ run: z.string() }),
  output: runSchema,
  async run({ scope, db }, input) {
    const row = await findRun(scope, db, input.run)
    return {
      ...presentRun(row, await starterNames(db, [row])),
      // `start` writes an object here.
      inputs: row.inputs as JsonObject,
      // The interpreter checked the output to be JSON.
      output: row.output as JsonValue,
      error: row.error === null ? null : runErrorSchema.parse(row.error),
      generation: row.generation,
      lastSeq: row.lastSeq,
      cancelRequested: row.cancelRequestedAt !== null,
      payloadsErasedAt: row.payloadsErasedAt?.toISOString() ?? null,
      eventsErasedAt: row.eventsErasedAt?.toISOString() ?? null,
    }
  },
})
