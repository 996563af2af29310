import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { isRunEnded } from '@/server/kernel/statuses'
import { defineMutation } from '@/server/operations'
import { lockRun } from '../lock-run'
import { requestCancel } from '../request-cancel'
import { findRun } from '../store'

export const cancelRun = defineMutation({
  name: 'runs.cancel',
  summary:
    'Asks a run to stop: running steps are aborted, waits dropped, then `finally` runs. Asked again, it leaves that out.',
  within: 'project',
  permission: 'runs.cancel',
  route: 'POST /runs/{runId}/cancel',
  input: z.object({ runId: z.string(), reason: z.string().trim().max(500).optional() }),
  output: z.object({ requested: z.literal(true), isForced: z.boolean() }),
  audit: (input, output) => ({
    subject: input.runId,
    details: { reason: input.reason ?? null, isForced: output.isForced },
  }),
  async run({ scope, db, now, emit }, { runId, reason }) {
    const { id } = await findRun(scope, db, runId)
    const run = await lockRun(db, id)
    const { orgId, projectId, user } = scope
    const given = { by: user.userId, reason: reason || undefined, now }
    const cancelled = await requestCancel(db, { orgId, projectId }, run, given)
    if (!cancelled)
      throw new AppError(
        'invalid_state',
        isRunEnded(run.status) ? `This run is ${run.status} already.` : 'This run is being stopped already.',
      )
    if (cancelled.wake) emit(cancelled.wake)
    return { requested: true as const, isForced: cancelled.isForced }
  },
})
