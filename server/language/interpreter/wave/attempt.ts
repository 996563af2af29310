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
  /** `signal` is made when it is asked for: few handlers look at it, and it costs more than some steps. */
  run(signal: () => AbortSignal): Promise<StepOutcome>
  isInterruption(error: unknown): boolean
  onBug(error: unknown): void
}

/** Runs one attempt of a step. A result that arrives within the grace period counts, also after an abort. */
export function startAttempt(options: Options): Attempt {
  const { clock, timeoutMs, graceMs } = options
  const handler = madeOnce(() => new AbortController())
  const sleeps = madeOnce(() => new AbortController())
  let isOver = false
  let abortedFor: 'timeout' | 'cancel' | undefined
  let abandon: () => void = () => undefined
  const abandoned = new Promise<'abandoned'>((resolve) => {
    abandon = () => resolve('abandoned')
  })
  const abort = (reason: 'timeout' | 'cancel') => {
    if (isOver) return
    if (abortedFor !== undefined) {
      if (reason === 'cancel') abortedFor = reason
      return
    }
    abortedFor = reason
    handler.get().abort(new AppError('unavailable', `The step was stopped: ${reason}.`))
    void clock.sleep(graceMs, sleeps.get().signal).then(abandon)
  }
  if (timeoutMs !== undefined) void clock.sleep(timeoutMs, sleeps.get().signal).then(() => abort('timeout'))
  const outcome = outcomeOf(options, {
    signal: () => handler.get().signal,
    isAborted: () => abortedFor !== undefined,
  })
  const done = Promise.race([outcome, abandoned]).then((result): AttemptEnd => {
    isOver = true
    sleeps.made?.abort(NOT_NEEDED)
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

/** `made`: where anybody has asked for it. */
function madeOnce<T>(make: () => T): { made: T | undefined; get(): T } {
  return {
    made: undefined,
    get() {
      this.made ??= make()
      return this.made
    },
  }
}

interface Stopping {
  signal(): AbortSignal
  isAborted(): boolean
}

async function outcomeOf(
  { run, isInterruption, onBug }: Options,
  { signal, isAborted }: Stopping,
): Promise<StepOutcome> {
  try {
    return await run(signal)
  } catch (error) {
    if (isInterruption(error)) throw error
    if (!AppError.is(error) && !isAborted()) onBug(error)
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
