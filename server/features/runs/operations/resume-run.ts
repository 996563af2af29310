import { z } from 'zod'
import { appendRunEvents } from '@/server/features/run-events'
import { AppError } from '@/server/kernel/errors'
import { resetForResume } from '@/server/language/interpreter'
import { defineMutation } from '@/server/operations'
import { Prisma } from '@/server/platform/db'
import { mayResume } from '../rules'
import { readDefinition, readSteps } from '../run-state'
import { asRunStatus, findRun } from '../store'

export const resumeRun = defineMutation({
  name: 'runs.resume',
  summary: 'Goes on with a failed or cancelled run from the step that stopped it; finished steps are kept.',
  within: 'project',
  permission: 'runs.resume',
  route: 'POST /runs/{runId}/resume',
  input: z.object({ runId: z.string() }),
  output: z.object({ generation: z.number().int() }),
  audit: (input, output) => ({ subject: input.runId, details: { generation: output.generation } }),
  async run({ scope, db, now, emit }, { runId }) {
    const run = await findRun(scope, db, runId)
    const status = asRunStatus(run.status)
    const isErased = run.payloadsErasedAt !== null || run.eventsErasedAt !== null
    if (!mayResume({ status, isErased }))
      throw new AppError(
        'invalid_state',
        isErased
          ? 'What this run knew has been erased, so it cannot go on. Start a new run.'
          : `Only a failed or cancelled run can be resumed; this one is ${status}.`,
      )
    const generation = run.generation + 1
    const claimed = await db.run.updateMany({
      where: {
        id: run.id,
        status: run.status,
        generation: run.generation,
        payloadsErasedAt: null,
        eventsErasedAt: null,
      },
      data: {
        generation,
        status: 'queued',
        resumedAt: now,
        finishedAt: null,
        cancelRequestedAt: null,
        error: Prisma.DbNull,
        output: Prisma.DbNull,
      },
    })
    if (claimed.count !== 1)
      throw new AppError('conflict', 'Somebody else resumed this run at the same moment.')
    const reset = resetForResume(await readDefinition(db, run.id), await readSteps(db, run.id))
    const event = { type: 'run.resumed' as const, by: scope.user.userId, generation, reset }
    await appendRunEvents(db, { orgId: scope.orgId, projectId: scope.projectId, runId: run.id }, [event], now)
    emit({ name: 'run.requested', data: { runId: run.id, generation } })
    return { generation }
  },
})
