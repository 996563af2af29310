import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { erasePayloads } from '../erase'
import { mayErasePayloads } from '../rules'
import { asRunStatus } from '../statuses'
import { findRun } from '../store'

export const erasePayloadsOperation = defineMutation({
  name: 'runs.erasePayloads',
  summary:
    'Erases every value of an ended run for good: inputs, outputs, logs, answers. Times and costs stay.',
  within: 'project',
  permission: 'runs.erase',
  route: 'POST /runs/{runId}/erase-payloads',
  input: z.object({ runId: z.string() }),
  output: z.object({ payloadsErasedAt: z.iso.datetime() }),
  audit: ({ runId }) => ({ subject: runId }),
  async run({ scope, db, now }, { runId }) {
    const run = await findRun(scope, db, runId)
    const status = asRunStatus(run.status)
    if (!mayErasePayloads({ status, payloadsErasedAt: run.payloadsErasedAt }))
      throw new AppError(
        'invalid_state',
        run.payloadsErasedAt
          ? 'The payloads of this run have been erased already.'
          : `Only an ended run can be erased; this one is ${status}. Cancel it first.`,
      )
    const erased = await erasePayloads(asQueryable(db), { projectId: scope.projectId, runId: run.id }, now)
    if (erased.length !== 1) throw new AppError('conflict', 'The run changed at the same moment. Look again.')
    return { payloadsErasedAt: now.toISOString() }
  },
})
