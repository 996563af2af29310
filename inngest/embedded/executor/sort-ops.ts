import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import { checkCel } from '../protocol/cel'
import { matchKeyOf } from '../protocol/match-key'
import { errorMemo, isFinishedStep, labelOf, memoOf, type Op } from '../protocol/op'
import { parseWhen, type When } from '../protocol/time'
import type { SignalWait } from '../store/signals'
import type { Memo } from '../store/steps'
import type { NewWait } from '../store/waits'

export interface Invocation {
  stepId: string
  functionId: string
  payload: JsonObject
  /** When the step gives up; null: never. */
  due: When | null
}

export interface SortedOps {
  memos: Memo[]
  plannedIds: string[]
  waits: NewWait[]
  signals: (SignalWait & { mayReplace: boolean })[]
  invocations: Invocation[]
  /** A step is to be tried again. */
  hasRetry: boolean
  wantsCall: boolean
  completed: Op | undefined
  /** The step that was to run is no longer in the function. */
  notFound: Op | undefined
  refused: Op | undefined
}

export interface CalledRun {
  runId: string
  /** JSON text of the event that started it. */
  event: string
  isLastTry: boolean
}

/** Sorts operations by what they ask of the engine. One that asks for nonsense is a step that failed. */
export function sortOps(ops: Op[], run: CalledRun): SortedOps {
  const sorted: SortedOps = {
    memos: [],
    plannedIds: [],
    waits: [],
    signals: [],
    invocations: [],
    hasRetry: false,
    wantsCall: false,
    completed: undefined,
    notFound: undefined,
    refused: undefined,
  }
  for (const op of ops) {
    try {
      sort(sorted, op, run)
    } catch (error) {
      if (!AppError.is(error)) throw error
      sorted.memos.push({ stepId: op.id, result: errorMemo('EngineError', error.message) })
    }
  }
  return sorted
}

function sort(sorted: SortedOps, op: Op, run: CalledRun): void {
  if (isFinishedStep(op) || (op.op === 'StepError' && run.isLastTry))
    sorted.memos.push({ stepId: op.id, result: memoOf(op) })
  else if (op.op === 'StepError') sorted.hasRetry = true
  else if (op.op === 'StepPlanned') sorted.plannedIds.push(op.id)
  else if (op.op === 'Sleep') sorted.waits.push(sleepOf(op, run))
  else if (op.op === 'WaitForEvent') sorted.waits.push(eventWaitOf(op, run))
  else if (op.op === 'WaitForSignal') sorted.signals.push(signalWaitOf(op, run))
  else if (op.op === 'InvokeFunction') sorted.invocations.push(invocationOf(op))
  else if (op.op === 'DiscoveryRequest') sorted.wantsCall = true
  else if (op.op === 'RunComplete') sorted.completed = op
  else if (op.op === 'StepNotFound') sorted.notFound = op
  else sorted.refused = op
}

function sleepOf(op: Op, run: CalledRun): NewWait {
  return { runId: run.runId, stepId: op.id, kind: 'sleep', due: dueOf(op, op.opts?.duration ?? op.name) }
}

function eventWaitOf(op: Op, run: CalledRun): NewWait {
  const name = op.opts?.event ?? op.name
  if (typeof name !== 'string' || name === '')
    throw new AppError('invalid_input', `The wait "${labelOf(op)}" names no event.`)
  const expression = typeof op.opts?.if === 'string' && op.opts.if !== '' ? op.opts.if : undefined
  if (expression) checkCel(expression)
  // The event was stored as JSON of an object.
  const match = expression ? matchKeyOf(expression, JSON.parse(run.event) as JsonObject) : undefined
  return {
    runId: run.runId,
    stepId: op.id,
    kind: 'event',
    due: dueOf(op, op.opts?.timeout),
    event: { name, expression, match },
  }
}

function signalWaitOf(op: Op, run: CalledRun): SignalWait & { mayReplace: boolean } {
  const signal = op.opts?.signal ?? op.name
  if (typeof signal !== 'string' || signal === '')
    throw new AppError('invalid_input', `The wait "${labelOf(op)}" names no signal.`)
  return {
    runId: run.runId,
    stepId: op.id,
    signal,
    due: dueOf(op, op.opts?.timeout),
    mayReplace: op.opts?.conflict === 'replace',
  }
}

function invocationOf(op: Op): Invocation {
  const { function_id: functionId, payload, timeout } = op.opts ?? {}
  if (typeof functionId !== 'string' || functionId === '')
    throw new AppError('invalid_input', `The step "${labelOf(op)}" names no function to invoke.`)
  return {
    stepId: op.id,
    functionId,
    // The operation was read from JSON.
    payload: typeof payload === 'object' && payload !== null ? (payload as JsonObject) : {},
    due: timeout === undefined || timeout === null || timeout === '' ? null : dueOf(op, timeout),
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
