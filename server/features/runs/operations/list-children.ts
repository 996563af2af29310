import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { presentChildren } from '../present'
import { childRunSchema, PAGE_SIZE } from '../schema'
import { findRun, listChildren } from '../store'

export const listChildRuns = defineQuery({
  name: 'runs.children',
  summary: 'Runs that steps of a run started, in the order in which they did, a page at a time.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs/{runId}/children',
  input: z.object({
    runId: z.string(),
    /** The `nextCursor` of the page before. */
    cursor: z.number().int().positive().nullish(),
    limit: z.number().int().min(1).max(200).default(PAGE_SIZE),
  }),
  output: z.object({ runs: z.array(childRunSchema), nextCursor: z.number().int().nullable() }),
  async run({ scope, db }, { runId, cursor, limit }) {
    const { id } = await findRun(scope, db, runId)
    const rows = await listChildren(scope, db, id, { after: cursor ?? undefined, limit: limit + 1 })
    const page = rows.slice(0, limit)
    return {
      runs: await presentChildren(db, page),
      nextCursor: rows.length > limit ? (page.at(-1)?.number ?? null) : null,
    }
  },
})
