import { z } from 'zod'
import { runSummarySchema } from '@/server/features/runs'
import { AppError } from '@/server/kernel/errors'
import { defineQuery } from '@/server/operations'
import { listWindowRuns as listRows } from '../store'

const instant = z.iso.datetime({ offset: true })

export const listWindowRuns = defineQuery({
  name: 'overview.runs',
  summary:
    'Runs that were queued in a window of time: those that failed first, then the others, newest first.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /overview/runs',
  input: z.object({
    from: instant,
    /** Not included. */
    to: instant,
    workflowId: z.string().optional(),
    limit: z.number().int().min(1).max(100).default(20),
  }),
  output: z.object({ runs: z.array(runSummarySchema) }),
  async run({ scope, db }, { from, to, workflowId, limit }) {
    const window = { from: new Date(from), to: new Date(to), workflowId }
    if (window.from >= window.to)
      throw new AppError('invalid_input', '`from` must lie before `to`.', {
        details: { issues: [{ path: 'from', message: 'Choose a start before the end.' }] },
      })
    return { runs: await listRows(scope, db, window, limit) }
  },
})
