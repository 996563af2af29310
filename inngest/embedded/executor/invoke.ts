import { newUlid } from '@/server/kernel/ulid'
import { INVOKED_EVENT, invokedEvent } from '../protocol/lifecycle'
import { errorMemo } from '../protocol/op'
import type { Sql } from '../store/database'
import { insertEvent } from '../store/events'
import { findFunction } from '../store/functions'
import type { Memo } from '../store/steps'
import { insertWait, isKnownStep } from '../store/waits'
import type { Invocation } from './sort-ops'
import { startRun } from './start-run'

/**
 * Starts the function and waits for its end, once however often the step is reported. Gives the step's failure
 * where nothing could be started. Cancelling the invoking run later leaves the invoked one alone, as Inngest does.
 */
export async function invoke(
  tx: Sql,
  { runId, tenant }: { runId: string; tenant: string },
  invocation: Invocation,
): Promise<Memo | undefined> {
  const { stepId, functionId, due } = invocation
  if (await isKnownStep(tx, runId, stepId)) return undefined
  const config = await findFunction(tx, functionId)
  if (!config) return failure(stepId, `could not find function with ID: ${functionId}`)
  const eventId = newUlid()
  const event = invokedEvent({ ...invocation, correlationId: `${runId}.${stepId}` }, eventId, Date.now())
  await insertEvent(tx, {
    id: eventId,
    name: INVOKED_EVENT,
    dedupeKey: null,
    payload: JSON.stringify(event),
  })
  const childRunId = await startRun(tx, config, event, { eventId, delayMs: 0, tenant })
  if (childRunId === undefined)
    return failure(stepId, `The function ${functionId} was not started: its idempotency key was seen before.`)
  await insertWait(tx, { runId, stepId, kind: 'invoke', due: due ?? undefined, childRunId })
  return undefined
}

function failure(stepId: string, message: string): Memo {
  return { stepId, result: errorMemo('Error', message) }
}
