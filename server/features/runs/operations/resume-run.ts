import { z } from 'zod'
import { appendRunEvents } from '@/server/features/run-events'
import { AppError } from '@/server/kernel/errors'
import { resetForResume } from '@/server/language/interpreter'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { lockRun } from '../lock-run'
import { refuseErased, refusePart } from '../refuse'
import { mayResume } from '../rules'
import { requestOf } from '../run-request'
import { readDefinition, readSteps } from '../run-state'
import { findRun } from '../store'

export const resumeRun = defineMutation({
  name: 'runs.resume',
  summary:
    'Goes on with a failed, cancelled or rolled back run from the step that stopped it; finished steps are kept.',
  within: 'project',
  permission: 'runs.resume',
  route: 'POST /runs/{runId}/resume',
  input: z.object({ runId: z.string() }),
  output: z.object({ generation: z.number().int() }),
  audit: (input, output) => ({ subject: input.runId, details: { generation: output.generation } }),
  async run({ scope, db, now, emit }, { runId }) {
    const { id, parentRunId } = await findRun(scope, db, runId)
    const run = await lockRun(db, id)
    refuseErased(run)
    refusePart(run, parentRunId)
    if (!mayResume(run))
      throw new AppError(
        'invalid_state',
        `Only a failed, cancelled or rolled back run can be resumed; this one is ${run.status}.`,
      )
    const generation = run.generation + 1
    const definition = await readDefinition(db, id)
    const reset = resetForResume(definition, await readSteps(asQueryable(db), id))
    const event = { type: 'run.resumed' as const, by: scope.user.userId, generation, reset }
    await appendRunEvents(db, { orgId: scope.orgId, runId: id }, [event], now)
    emit(requestOf(id, generation, definition))
    return { generation }
  },
})
