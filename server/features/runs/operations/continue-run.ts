import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { isRunEnded } from '@/server/kernel/statuses'
import { defineMutation } from '@/server/operations'
import { holdRuns } from '../hold-runs'
import { lockRun } from '../lock-run'
import { mayContinue } from '../rules'
import { findRun } from '../store'

export const continueRun = defineMutation({
  name: 'runs.continue',
  summary: 'Lets a paused run go on. Its timeout leaves the pause out.',
  within: 'project',
  permission: 'runs.cancel',
  route: 'POST /runs/{runId}/continue',
  input: z.object({ runId: z.string() }),
  output: z.object({
    /** Itself, and runs that it started and waits for. */
    continued: z.number().int(),
  }),
  audit: ({ runId }, { continued }) => ({ subject: runId, details: { runs: continued } }),
  async run(context, { runId }) {
    const { id } = await findRun(context.scope, context.db, runId)
    const run = await lockRun(context.db, id)
    if (!mayContinue(run))
      throw new AppError(
        'invalid_state',
        isRunEnded(run.status) ? `This run is ${run.status} already.` : 'This run is not paused.',
      )
    return { continued: await holdRuns(context, id, 'run.continued') }
  },
})
