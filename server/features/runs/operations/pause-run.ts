import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { isRunEnded } from '@/server/kernel/statuses'
import { defineMutation } from '@/server/operations'
import { holdRuns } from '../hold-runs'
import { lockRun } from '../lock-run'
import { mayPause } from '../rules'
import { findRun } from '../store'

export const pauseRun = defineMutation({
  name: 'runs.pause',
  summary: 'Holds a run: steps that run finish, and nothing new starts until it is continued.',
  within: 'project',
  permission: 'runs.cancel',
  route: 'POST /runs/{runId}/pause',
  input: z.object({ runId: z.string() }),
  output: z.object({
    /** Itself, and runs that it started and waits for. */
    paused: z.number().int(),
  }),
  audit: ({ runId }, { paused }) => ({ subject: runId, details: { runs: paused } }),
  async run(context, { runId }) {
    const { id } = await findRun(context.scope, context.db, runId)
    const run = await lockRun(context.db, id)
    if (mayPause(run)) return { paused: await holdRuns(context, id, 'run.paused') }
    if (isRunEnded(run.status)) throw new AppError('invalid_state', `This run is ${run.status} already.`)
    throw new AppError(
      'invalid_state',
      run.isPaused ? 'This run is paused already.' : 'This run is being stopped, so it cannot be paused.',
    )
  },
})
