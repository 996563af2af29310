import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Answer, SerializedError } from '../protocol/answer'
import { checkCel } from '../protocol/cel'
import { matchKeyOf } from '../protocol/match-key'
import { isFinishedStep, labelOf, memoOf, type Op, unsupported } from '../protocol/op'
import { delayMsOf, parseWhen, type When } from '../protocol/time'
import type { Sql } from '../store/database'
import { type ClaimedCall, deleteCall, lockClaim, planSteps, requestCalls, requeueCall } from '../store/queue'
import { type Memo, saveMemos } from '../store/steps'
import { insertWait, type NewWait } from '../store/waits'
import { finishRun } from './ingest'

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
  switch (answer.kind) {
    case 'returned':
      await finishRun(tx, call.runId, { status: 'completed', result: answer.output })
      return applied(undefined)
    case 'failed':
      return fail(tx, work, answer.error)
    case 'retry':
      if (call.attempt + 1 >= work.maxAttempts) return fail(tx, work, answer.error)
      return requeue(tx, work, call.attempt + 1, answer.retryAfter ?? retryDelay(call.attempt))
    case 'ops':
      return applyOps(tx, work, sortOps(answer.ops, work), {
        rerun: claim.rerun,
        retryAt: answer.retryAfter ?? retryDelay(call.attempt),
      })
  }
}

interface SortedOps {
  memos: Memo[]
  plannedIds: string[]
  waits: NewWait[]
  hasRetry: boolean
  wantsCall: boolean
  completed: Op | undefined
  refused: Op | undefined
}

/** Sorts operations by what they ask of the engine; pure. */
function sortOps(ops: Op[], work: Work): SortedOps {
  const sorted: SortedOps = {
    memos: [],
    plannedIds: [],
    waits: [],
    hasRetry: false,
    wantsCall: false,
    completed: undefined,
    refused: undefined,
  }
  const isLastTry = work.call.attempt + 1 >= work.maxAttempts
  for (const op of ops) {
    if (isFinishedStep(op) || (op.op === 'StepError' && isLastTry))
      sorted.memos.push({ stepId: op.id, result: memoOf(op) })
    else if (op.op === 'StepError') sorted.hasRetry = true
    else if (op.op === 'StepPlanned') sorted.plannedIds.push(op.id)
    else if (op.op === 'Sleep' || op.op === 'WaitForEvent') sortWait(sorted, op, work)
    else if (op.op === 'DiscoveryRequest') sorted.wantsCall = true
    else if (op.op === 'RunComplete') sorted.completed = op
    else sorted.refused = op
  }
  return sorted
}

async function applyOps(
  tx: Sql,
  work: Work,
  ops: SortedOps,
  on: { rerun: boolean; retryAt: When },
): Promise<Applied> {
  const { runId, token, stepId, attempt } = work.call
  if (ops.memos.length > 0)
    await saveMemos(
      tx,
      ops.memos.map((memo) => ({ ...memo, runId })),
    )
  if (ops.refused) return fail(tx, work, unsupported(ops.refused))
  if (ops.completed) {
    // The operation was read from JSON.
    const result = (ops.completed.data ?? null) as JsonValue
    await finishRun(tx, runId, { status: 'completed', result })
    return applied(undefined)
  }
  if (ops.plannedIds.length > 0) await planSteps(tx, runId, ops.plannedIds)
  for (const wait of ops.waits) await insertWait(tx, wait)
  if (ops.hasRetry) return requeue(tx, work, attempt + 1, on.retryAt)
  if (stepId !== '') {
    await deleteCall(tx, token)
    await requestCalls(tx, [runId])
    return applied(0)
  }
  if (ops.memos.length > 0 || ops.wantsCall || on.rerun) return requeue(tx, work, 0, NOW)
  if (ops.plannedIds.length + ops.waits.length === 0)
    return fail(tx, work, {
      name: 'EngineError',
      message: 'The function neither went on nor ended: it asked for nothing.',
    })
  await deleteCall(tx, token)
  if (ops.plannedIds.length > 0) return applied(0)
  const delays = ops.waits.map((wait) => (wait.due ? delayMsOf(wait.due) : Number.POSITIVE_INFINITY))
  // Never 0, which means a call: a wait that is due already is for the timers.
  return applied(Math.max(1, Math.min(...delays)))
}

function sortWait(sorted: SortedOps, op: Op, work: Work): void {
  try {
    sorted.waits.push(op.op === 'Sleep' ? sleepOf(op, work) : eventWaitOf(op, work))
  } catch (error) {
    if (!AppError.is(error)) throw error
    const refusal = { error: { name: 'EngineError', message: error.message } }
    sorted.memos.push({ stepId: op.id, result: JSON.stringify(refusal) })
  }
}

function sleepOf(op: Op, work: Work): NewWait {
  return {
    runId: work.call.runId,
    stepId: op.id,
    kind: 'sleep',
    due: dueOf(op, op.opts?.duration ?? op.name),
  }
}

function eventWaitOf(op: Op, work: Work): NewWait {
  const name = op.opts?.event ?? op.name
  if (typeof name !== 'string' || name === '')
    throw new AppError('invalid_input', `The wait "${labelOf(op)}" names no event.`)
  const expression = typeof op.opts?.if === 'string' && op.opts.if !== '' ? op.opts.if : undefined
  if (expression) checkCel(expression)
  // The event was stored as JSON of an object.
  const match = expression ? matchKeyOf(expression, JSON.parse(work.event) as JsonObject) : undefined
  return {
    runId: work.call.runId,
    stepId: op.id,
    kind: 'event',
    due: dueOf(op, op.opts?.timeout),
    event: { name, expression, match },
  }
}

function dueOf(op: Op, text: unknown): When {
  const due = parseWhen(typeof text === 'string' ? text : '')
  if (!due)
    throw new AppError(
      'invalid_input',
      `"${text}" of the step "${labelOf(op)}" is neither a duration such as 1h30m nor a date.`,
    )
  return due
}

async function fail(tx: Sql, work: Work, error: SerializedError): Promise<Applied> {
  // It came out of JSON, or is text only.
  await finishRun(tx, work.call.runId, { status: 'failed', error: error as JsonObject })
  return applied(undefined)
}

async function requeue(tx: Sql, work: Work, attempt: number, when: When): Promise<Applied> {
  await requeueCall(tx, work.call.token, attempt, when)
  return applied(delayMsOf(when))
}

function applied(nextMs: number | undefined): Applied {
  return { kind: 'applied', nextMs }
}
