import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { finishRun } from '../executor/ingest'
import { isFinishedStep, memoOf, type Op, parseOps, unsupported } from '../protocol/op'
import type { Database } from '../store/database'
import { lockClaim } from '../store/queue'
import { checkpointMemos } from '../store/steps'

const shape = z.looseObject({ qi_id: z.uuid(), steps: z.array(z.unknown()) })

/** Keeps the steps that a call has finished so far; false when the call is stale. Committed when this returns. */
export async function checkpoint(
  dbOfCall: (token: string) => Database,
  runId: string,
  body: unknown,
): Promise<boolean> {
  const parsed = shape.safeParse(body)
  const ops = parsed.success ? parseOps(parsed.data.steps) : undefined
  if (!parsed.success || !ops) throw new AppError('invalid_input', 'The checkpoint is not understood.')
  const db = dbOfCall(parsed.data.qi_id)
  const foreign = ops.find((op) => !isFinishedStep(op))
  // Merely refused, the SDK would go on without the operation and nobody would learn of it.
  if (foreign) return failRun(db, runId, parsed.data.qi_id, foreign)
  return checkpointMemos(
    db,
    runId,
    parsed.data.qi_id,
    ops.map((op) => ({ stepId: op.id, result: memoOf(op) })),
  )
}

async function failRun(db: Database, runId: string, token: string, op: Op): Promise<false> {
  await db.transaction(async (tx) => {
    if (await lockClaim(tx, runId, token))
      await finishRun(tx, runId, { status: 'failed', error: unsupported(op) })
  })
  return false
}
