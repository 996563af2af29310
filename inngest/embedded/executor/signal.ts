import type { JsonValue } from '@/server/kernel/json'
import type { Sql } from '../store/database'
import { requestCalls } from '../store/queue'
import { lockSignalWait } from '../store/signals'
import { saveMemos } from '../store/steps'
import { takeWait } from '../store/waits'

/** Gives the signal to the step that waits for it; the id of its run, `undefined` when none does. */
export async function receiveSignal(tx: Sql, signal: string, data: JsonValue): Promise<string | undefined> {
  const wait = await lockSignalWait(tx, signal)
  if (!wait || !(await takeWait(tx, wait.runId, wait.stepId))) return undefined
  await saveMemos(tx, [{ ...wait, result: JSON.stringify({ data: { signal, data } }) }])
  await requestCalls(tx, [wait.runId])
  return wait.runId
}
