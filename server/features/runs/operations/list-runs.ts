import { z } from 'zod'
import { RUN_STATUSES } from '@/server/kernel/statuses'
import { defineQuery } from '@/server/operations'
import { presentRuns } from '../present'
import { PAGE_SIZE, runFilterSchema, runSummarySchema } from '../schema'
import { countRuns, listRuns as listRows } from '../store'

export const listRuns = defineQuery({
  name: 'runs.list',
  summary: 'Runs of a project, newest first, a page at a time, with counts by status.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /runs',
  input: runFilterSchema.extend({
    /** The `nextCursor` of the page before. */
    cursor: z.number().int().positive().nullish(),
    limit: z.number().int().min(1).max(200).default(PAGE_SIZE),
  }),
  output: z.object({
    runs: z.array(runSummarySchema),
    nextCursor: z.number().int().nullable(),
    counts: z.record(z.enum(RUN_STATUSES), z.number().int()),
  }),
  async run({ scope, db }, { cursor, limit, ...filter }) {
    const [rows, counts] = await Promise.all([
      listRows(scope, db, filter, { before: cursor ?? undefined, limit: limit + 1 }),
      countRuns(scope, db, filter),
    ])
    const page = rows.slice(0, limit)
    return {
      runs: await presentRuns(db, page),
      nextCursor: rows.length > limit ? (page.at(-1)?.number ?? null) : null,
      counts,
    }
  },
})
