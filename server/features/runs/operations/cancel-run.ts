import { z } from 'zod'
import { appendRunEvents, requestWake } from '@/server/features/run-events'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { mayCancel } from '../rules'
import { asRunStatus, findRun } from '../store'

export const cancelRun = defineMutation({
  name: 'runs.cancel',
  summary: 'Asks a run to stop: running steps are aborted, waits dropped.',
  within: 'project',
  permission: 'runs.cancel',
  route: 'POST /runs/{runId}/cancel',
  input: z.object({ runId: z.string(), reason: z.string().trim().max(500).optional() }),
  output: z.object({ requested: z.literal(true) }),
  audit: (input) => ({ subject: input.runId, details: { reason: input.reason ?? null } }),
  async run({ scope, db, now, emit }, { runId, reason }) {
    const run = await findRun(scope, db, runId)
    const status = asRunStatus(run.status)
    if (!mayCancel({ status, cancelRequested: run.cancelRequestedAt !== null }))
      throw new AppError(
        'invalid_state',
        `This run is ${run.cancelRequestedAt ? 'being cancelled' : status} already.`,
      )
    const claimed = await db.run.updateMany({
      where: { id: run.id, cancelRequestedAt: null, status: run.status },
      data: { cancelRequestedAt: now },
    })
    if (claimed.count !== 1) throw new AppError('conflict', 'The run changed at the same moment. Look again.')
    const event = { type: 'run.cancelRequested' as const, by: scope.user.userId, ...(reason && { reason }) }
    await appendRunEvents(db, { orgId: scope.orgId, projectId: scope.projectId, runId: run.id }, [event], now)
    emit({ name: 'run.wake', data: { runId: run.id, wake: await requestWake(db, run.id) } })
    return { requested: true as const }
  },
})
