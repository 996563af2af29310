import { z } from 'zod'
import { appendRunEvents } from '@/server/features/run-events'
import { AppError } from '@/server/kernel/errors'
import { isRunEnded } from '@/server/kernel/statuses'
import { resetForRollback, undoableSteps } from '@/server/language/interpreter'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { lockRun } from '../lock-run'
import { refuseErased, refusePart } from '../refuse'
import { requestOf } from '../run-request'
import { readDefinition, readSteps } from '../run-state'
import { findRun } from '../store'

export const rollBackRun = defineMutation({
  name: 'runs.rollBack',
  summary:
    'Takes back what an ended run did: runs the `undo` of each finished step, the last one first. Asked again, it goes on with what is left.',
  within: 'project',
  permission: 'runs.rollBack',
  route: 'POST /runs/{runId}/roll-back',
  input: z.object({ runId: z.string() }),
  output: z.object({
    generation: z.number().int(),
    /** Steps to undo. */
    steps: z.number().int(),
  }),
  audit: ({ runId }, { generation, steps }) => ({ subject: runId, details: { generation, steps } }),
  async run({ scope, db, now, emit }, { runId }) {
    const { id, parentRunId } = await findRun(scope, db, runId)
    const run = await lockRun(db, id)
    refuseErased(run)
    refusePart(run, parentRunId)
    if (!isRunEnded(run.status))
      throw new AppError(
        'invalid_state',
        `Only an ended run can be rolled back; this one is ${run.status}. Cancel it first.`,
      )
    const definition = await readDefinition(db, id)
    const recorded = await readSteps(asQueryable(db), id)
    const steps = undoableSteps(definition, recorded).length
    if (steps === 0)
      throw new AppError(
        'invalid_state',
        run.status === 'rolled_back'
          ? 'This run is rolled back already.'
          : 'There is nothing to undo: no finished step of this run has an `undo` that has not run yet.',
      )
    const generation = run.generation + 1
    const reset = resetForRollback(recorded)
    const event = { type: 'run.rollbackRequested' as const, by: scope.user.userId, generation, reset }
    await appendRunEvents(db, { orgId: scope.orgId, runId: id }, [event], now)
    emit(requestOf(id, generation, definition))
    return { generation, steps }
  },
})
