import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Answer, SerializedError } from '../protocol/answer'
import { errorMemo, labelOf, type Op, unsupported } from '../protocol/op'
import { delayMsOf, type When } from '../protocol/time'
import type { ClaimedCall } from '../store/claims'
import type { Sql } from '../store/database'
import { deleteCall, lockClaim, planSteps, requestCalls, requeueCall } from '../store/queue'
import { insertSignalWait, releaseSignal } from '../store/signals'
import { type Memo, saveMemos } from '../store/steps'
import { insertWait } from '../store/waits'
import { finishRun } from './ingest'
import { invoke } from './invoke'
import { type SortedOps, sortOps } from './sort-ops'

/** A claimed call and what is known of its run. */
export interface Work {
  call: ClaimedCall
  maxAttempts: number
  /** JSON text of the event that started the run. */
  event: string
}

/** `nextMs`: how long until the run has something to do again; `undefined` when nothing is timed. */
export type Applied = { kind: 'stale' } | { kind: 'applied'; nextMs: number | undefined }

export type RetryDelay = (attempt: number) => When

const NOW: When = { kind: 'after', afterMs: 0 }

interface Try {
  /** Counted anew by each checkpoint. */
  attempt: number
  /** Something finished while the call was under way. */
  rerun: boolean
  retryAt: When
}

/** Commits what a call came to, if the claim is still ours: otherwise its answer is not acted on. */
export async function applyAnswer(
  tx: Sql,
  work: Work,
  answer: Answer,
  retryDelay: RetryDelay,
): Promise<Applied> {
  const { call } = work
  const claim = await lockClaim(tx, call.runId, call.token)
  if (!claim) return { kind: 'stale' }
  if (answer.kind === 'returned') {
    await finishRun(tx, call.runId, { status: 'completed', result: answer.output })
    return applied(undefined)
  }
  if (answer.kind === 'failed') return fail(tx, work, answer.error)
  const on: Try = { ...claim, retryAt: answer.retryAfter ?? retryDelay(claim.attempt) }
  return answer.kind === 'retry'
    ? tryAgain(tx, work, on, answer.error)
    : applyOps(tx, work, on, sortOps(answer.ops, { ...call, ...work, isLastTry: isLastTry(work, on) }))
}

async function applyOps(tx: Sql, work: Work, on: Try, ops: SortedOps): Promise<Applied> {
  const { runId, stepId } = work.call
  await saveAll(tx, runId, ops.memos)
  if (ops.refused) return fail(tx, work, unsupported(ops.refused))
  if (ops.completed) {
    // The operation was read from JSON.
    const result = (ops.completed.data ?? null) as JsonValue
    await finishRun(tx, runId, { status: 'completed', result })
    return applied(undefined)
  }
  if (ops.plannedIds.length > 0) await planSteps(tx, runId, ops.plannedIds)
  const failures = await beginWaits(tx, work.call, ops)
  if (ops.notFound) return tryAgain(tx, work, on, notFound(ops.notFound))
  if (ops.hasRetry) return requeue(tx, work, on.attempt + 1, on.retryAt)
  if (stepId !== '') {
    await deleteCall(tx, work.call)
    await requestCalls(tx, [runId])
    return applied(0)
  }
  if (ops.memos.length + failures > 0 || ops.wantsCall || on.rerun) return requeue(tx, work, 0, NOW)
  return rest(tx, work, ops)
}

/** The call has told all there is to do: the run goes on when some of it is done. */
async function rest(tx: Sql, work: Work, ops: SortedOps): Promise<Applied> {
  const isWaiting = ops.waits.length + ops.signals.length + ops.invocations.length > 0
  if (ops.plannedIds.length === 0 && !isWaiting)
    return fail(tx, work, {
      name: 'EngineError',
      message: 'The function neither went on nor ended: it asked for nothing.',
    })
  await deleteCall(tx, work.call)
  if (ops.plannedIds.length + ops.invocations.length > 0) return applied(0)
  const delays = [...ops.waits, ...ops.signals].map(({ due }) =>
    due ? delayMsOf(due) : Number.POSITIVE_INFINITY,
  )
  // Never 0, which means a call: a wait that is due already is for the timers.
  return applied(Math.max(1, Math.min(...delays)))
}

/** Registers what is waited for; gives how many of the steps failed at once. */
async function beginWaits(tx: Sql, call: ClaimedCall, ops: SortedOps): Promise<number> {
  const failed: Memo[] = []
  for (const wait of ops.waits) await insertWait(tx, wait)
  for (const wait of ops.signals) {
    if (wait.mayReplace) await releaseSignal(tx, wait.signal, wait)
    if (await insertSignalWait(tx, wait)) continue
    const message = `Signal conflict: another step waits for the signal "${wait.signal}" already.`
    failed.push({ stepId: wait.stepId, result: errorMemo('InngestSignalConflictError', message) })
  }
  for (const invocation of ops.invocations) {
    const failure = await invoke(tx, call, invocation)
    if (failure) failed.push(failure)
  }
  await saveAll(tx, call.runId, failed)
  return failed.length
}

async function saveAll(tx: Sql, runId: string, memos: Memo[]): Promise<void> {
  if (memos.length > 0)
    await saveMemos(
      tx,
      memos.map((memo) => ({ ...memo, runId })),
    )
}

function isLastTry(work: Work, on: Try): boolean {
  return on.attempt + 1 >= work.maxAttempts
}

async function tryAgain(tx: Sql, work: Work, on: Try, error: SerializedError): Promise<Applied> {
  return isLastTry(work, on) ? fail(tx, work, error) : requeue(tx, work, on.attempt + 1, on.retryAt)
}

function notFound(op: Op): SerializedError {
  return { name: 'EngineError', message: `The step "${labelOf(op)}" is no longer in the function.` }
}

async function fail(tx: Sql, work: Work, error: SerializedError): Promise<Applied> {
  // It came out of JSON, or is text only.
  await finishRun(tx, work.call.runId, { status: 'failed', error: error as JsonObject })
  return applied(undefined)
}

async function requeue(tx: Sql, work: Work, attempt: number, when: When): Promise<Applied> {
  await requeueCall(tx, work.call, attempt, when)
  return applied(delayMsOf(when))
}

function applied(nextMs: number | undefined): Applied {
  return { kind: 'applied', nextMs }
}
