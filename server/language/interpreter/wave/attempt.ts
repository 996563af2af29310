import { formatDuration } from '@/server/kernel/durations'
import { AppError, ERRORS } from '@/server/kernel/errors'
import type { StepFailure, StepOutcome } from '../../contracts'
import { type Clock, NOT_NEEDED } from './ports'

export type AttemptEnd = { kind: 'ended'; outcome: StepOutcome } | { kind: 'cancelled' }

export interface Attempt {
  /** Rejects with what no step can do anything about: the attempt counts as interrupted. */
  done: Promise<AttemptEnd>
  /** Asks the handler to stop; after the grace period it is left alone. */
  cancel(): void
}

interface Options {
  clock: Clock
  timeoutMs: number | undefined
  graceMs: number
  run(signal: AbortSignal): Promise<StepOutcome>
  isInterruption(error: unknown): boolean
  onBug(error: unknown): void
}

/** Runs one attempt of a step. A result that arrives within the grace period counts, also after an abort. */
export function startAttempt(options: Options): Attempt {
  const { clock, timeoutMs, graceMs } = options
  const handler = new AbortController()
  const ended = new AbortController()
  let abortedFor: 'timeout' | 'cancel' | undefined
  let abandon: () => void = () => undefined
  const abandoned = new Promise<'abandoned'>((resolve) => {
    abandon = () => resolve('abandoned')
  })
  const abort = (reason: 'timeout' | 'cancel') => {
    if (ended.signal.aborted) return
    if (abortedFor !== undefined) {
      if (reason === 'cancel') abortedFor = reason
      return
    }
    abortedFor = reason
    handler.abort(new AppError('unavailable', `The step was stopped: ${reason}.`))
    void clock.sleep(graceMs, ended.signal).then(abandon)
  }
  if (timeoutMs !== undefined) void clock.sleep(timeoutMs, ended.signal).then(() => abort('timeout'))
  const done = Promise.race([outcomeOf(options, handler.signal), abandoned]).then((result): AttemptEnd => {
    ended.abort(NOT_NEEDED)
    if (result !== 'abandoned' && (hasDoneMore(result) || abortedFor === undefined)) {
      return { kind: 'ended', outcome: result }
    }
    if (abortedFor === 'cancel') return { kind: 'cancelled' }
    return { kind: 'ended', outcome: { kind: 'failed', failure: timeoutFailure(timeoutMs ?? 0) } }
  })
  return { done, cancel: () => abort('cancel') }
}

/** It succeeded after all, or began a run that has to be stopped in its turn. */
function hasDoneMore(outcome: StepOutcome): boolean {
  return outcome.kind === 'succeeded' || (outcome.kind === 'waiting' && outcome.wait.kind === 'child')
}

export function timeoutFailure(timeoutMs: number): StepFailure {
  return {
    code: 'timeout',
    message: `The step took longer than its timeout of ${formatDuration(timeoutMs)}.`,
    retryable: true,
  }
}

async function outcomeOf({ run, isInterruption, onBug }: Options, signal: AbortSignal): Promise<StepOutcome> {
  try {
    return await run(signal)
  } catch (error) {
    if (isInterruption(error)) throw error
    if (!AppError.is(error) && !signal.aborted) onBug(error)
    return { kind: 'failed', failure: failureOf(error) }
  }
}

function failureOf(error: unknown): StepFailure {
  if (AppError.is(error)) {
    const { code, message, retryAfterMs } = error
    return {
      code,
      message,
      retryable: ERRORS[code].retry,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'bug',
    message: `The step failed in a way that Pawl does not expect: ${message}`,
    retryable: false,
  }
}
