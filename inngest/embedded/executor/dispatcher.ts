import pg from 'pg'
import { AppError } from '@/server/kernel/errors'
import { type Log, reasonOf } from '../log'
import { type Answer, readAnswer, retry } from '../protocol/answer'
import { callRequest } from '../protocol/call'
import type { Database } from '../store/database'
import {
  beginRuns,
  type ClaimedCall,
  claimCalls,
  claimLimitedCalls,
  type LoadedRun,
  releaseOthers,
} from '../store/queue'
import { type Applied, applyAnswer, type RetryDelay, type Work } from './apply-answer'

export type AppHandler = (request: Request) => Promise<Response>

export interface DispatcherOptions {
  db: Database
  concurrency: number
  app: AppHandler
  ownerId: () => string
  retryDelay: RetryDelay
  log: Log
  /** Whether any function has concurrency limits: without, their slower claim is left out. */
  hasLimits: () => boolean
  /** Something is to be done in so many milliseconds. */
  onTimed: (delayMs: number) => void
  /** This process has taken all it can, and there may be more. */
  onSurplus: () => void
}

export interface Dispatcher {
  wake(): void
  hasRoom(): boolean
  /** Claims no more, and waits for calls under way, so long at most; true when all ended. */
  drain(timeoutMs: number): Promise<boolean>
  counts(): { inFlight: number; callsMade: number; answersStale: number }
}

/** A function may be missing for a moment while versions of the app change over. */
const UNREGISTERED_ATTEMPTS = 4
const SLOT_RETRY_MS = 15
const COMMIT_BACKOFF_MAX_MS = 1_000

/** Takes due calls off the queue, has the app answer them, commits the answers. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, concurrency, app, ownerId, retryDelay, log, hasLimits, onTimed, onSurplus } = options
  const inFlight = new Map<string, Promise<void>>()
  let mayHoldUnknownCalls = false
  let isDraining = false
  let isAbandoned = false
  let isClaiming = false
  let isWokenAgain = false
  let callsMade = 0
  let answersStale = 0

  function wake(): void {
    if (isDraining) return
    if (isClaiming) {
      isWokenAgain = true
      return
    }
    isClaiming = true
    void claimAll()
      .catch((error: unknown) => {
        mayHoldUnknownCalls = true
        log('warn', 'The engine could not claim calls; it tries again with its next pulse', {
          reason: reasonOf(error),
        })
      })
      .finally(() => {
        isClaiming = false
        if (!isWokenAgain) return
        isWokenAgain = false
        wake()
      })
  }

  async function claimAll(): Promise<void> {
    const free = concurrency - inFlight.size
    if (free <= 0) return
    const owner = ownerId()
    if (mayHoldUnknownCalls) {
      // A claim may have been committed although its answer never came.
      await releaseOthers(db, owner, [...inFlight.keys()])
      mayHoldUnknownCalls = false
    }
    const calls: ClaimedCall[] = []
    if (hasLimits()) {
      const limited = await db.transaction((tx) => claimLimitedCalls(tx, owner, free))
      calls.push(...limited.calls)
      if (limited.isBusy) onTimed(SLOT_RETRY_MS)
    }
    if (calls.length < free) calls.push(...(await claimCalls(db, owner, free - calls.length)))
    if (calls.length === 0) return
    // A full batch suggests that there is more.
    if (calls.length === free) onSurplus()
    const runs = new Map(
      (await beginRuns(db, [...new Set(calls.map((c) => c.runId))])).map((r) => [r.runId, r]),
    )
    for (const call of calls) {
      const run = runs.get(call.runId)
      if (run) track(call.token, perform(call, run))
    }
  }

  function track(token: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log('error', 'A call was given up', { reason: reasonOf(error) }))
      .finally(() => {
        inFlight.delete(token)
        wake()
      })
    inFlight.set(token, tracked)
  }

  async function perform(call: ClaimedCall, run: LoadedRun): Promise<void> {
    const work: Work = {
      call,
      event: run.event,
      maxAttempts: run.config?.maxAttempts ?? UNREGISTERED_ATTEMPTS,
    }
    callsMade++
    const answer = run.config
      ? await ask(app, call, run, work.maxAttempts)
      : retry(`The function ${call.functionId} is no longer registered.`)
    const applied = await commit(work, answer)
    if (applied?.kind === 'stale') {
      answersStale++
      log('info', 'A stale answer was ignored', { runId: call.runId })
    } else if (applied?.nextMs !== undefined && applied.nextMs > 0 && Number.isFinite(applied.nextMs)) {
      onTimed(applied.nextMs)
    }
  }

  /** Goes on until Postgres has answered: what a step did is known here only. */
  async function commit(work: Work, answer: Answer): Promise<Applied | undefined> {
    let toApply = answer
    for (let backoffMs = 25; !isAbandoned; backoffMs = Math.min(backoffMs * 2, COMMIT_BACKOFF_MAX_MS)) {
      try {
        return await db.transaction((tx) => applyAnswer(tx, work, toApply, retryDelay))
      } catch (error) {
        const reason = reasonOf(error)
        log('warn', 'An answer could not be committed; it is tried again', { runId: work.call.runId, reason })
        // Postgres is there and refuses this answer: it will refuse it again.
        if (isRefusal(error)) toApply = retry(`The answer could not be stored: ${reason}.`)
        await new Promise((resolve) => setTimeout(resolve, backoffMs))
      }
    }
    return undefined
  }

  return {
    wake,
    hasRoom: () => !isDraining && inFlight.size < concurrency,
    async drain(timeoutMs) {
      isDraining = true
      const all = settle(inFlight, () => isClaiming)
      const isDone = await Promise.race([all.then(() => true), after(timeoutMs)])
      isAbandoned = true
      return isDone
    },
    counts: () => ({ inFlight: inFlight.size, callsMade, answersStale }),
  }
}

async function ask(app: AppHandler, call: ClaimedCall, run: LoadedRun, maxAttempts: number): Promise<Answer> {
  try {
    const { runId, functionId, stepId, attempt, token } = call
    const { event, memos, completedStepIds, hasPlannedSteps } = run
    const response = await app(
      callRequest({
        runId,
        functionId,
        stepId,
        attempt,
        token,
        maxAttempts,
        event,
        memos,
        completedStepIds,
        hasPlannedSteps,
      }),
    )
    return readAnswer({ status: response.status, headers: response.headers, body: await response.text() })
  } catch (error) {
    return retry(`The app could not be called: ${reasonOf(error)}.`)
  }
}

const REFUSAL_CLASSES = new Set(['22', '23', '42', '54'])

function isRefusal(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return REFUSAL_CLASSES.has((error.code ?? '').slice(0, 2))
  return (
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    error instanceof RangeError ||
    AppError.is(error)
  )
}

async function settle(inFlight: Map<string, Promise<void>>, isClaiming: () => boolean): Promise<void> {
  while (inFlight.size > 0 || isClaiming()) {
    await Promise.race([...inFlight.values(), after(20)])
  }
}

function after(delayMs: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), delayMs).unref())
}
