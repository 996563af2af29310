import pg from 'pg'
import { createBatches } from '@/server/kernel/batches'
import { AppError } from '@/server/kernel/errors'
import { type Log, reasonOf } from '../log'
import { type Answer, readAnswer, retry } from '../protocol/answer'
import { callRequest } from '../protocol/call'
import { INVOKED_EVENT } from '../protocol/lifecycle'
import { isFinishedStep } from '../protocol/op'
import { type CalledRun, type CompletedRun, completeRuns } from '../store/calls'
import type { ClaimedCall } from '../store/claims'
import type { Database } from '../store/database'
import { type Applied, applyAnswer, type RetryDelay, type Work } from './apply-answer'
import type { KnownFunction } from './catalogue'

export type AppHandler = (request: Request) => Promise<Response>

/** A call to make, with all it takes. `fn` is undefined where the function is no longer registered. */
export interface LoadedCall {
  call: ClaimedCall
  run: CalledRun
  fn: KnownFunction | undefined
}

export interface PerformerOptions {
  app: AppHandler
  /** Where what this function's calls come to is committed. */
  dbFor: (functionId: string) => Database
  retryDelay: RetryDelay
  onCall: (latencyMs: number) => void
  log: Log
}

export interface Performer {
  /** Makes the call and commits what it came to; `undefined` when it was given up. */
  perform(loaded: LoadedCall): Promise<Applied | undefined>
  /** Tries no longer to commit: others take over what is under way. */
  abandon(): void
}

/** A function may be missing for a moment while versions of the app change over. */
const UNREGISTERED_ATTEMPTS = 4
const COMMIT_BACKOFF_MAX_MS = 1_000
const FINISHED_EVENT = 'inngest/function.finished'
const DONE: Applied = { kind: 'applied', nextMs: undefined }

export function createPerformer({ app, dbFor, retryDelay, onCall, log }: PerformerOptions): Performer {
  const completersByDb = new Map<Database, (run: CompletedRun) => Promise<boolean>>()
  let isAbandoned = false

  async function perform({ call, run, fn }: LoadedCall): Promise<Applied | undefined> {
    const work: Work = {
      call,
      event: run.event,
      maxAttempts: fn?.config.maxAttempts ?? UNREGISTERED_ATTEMPTS,
    }
    const startedAt = performance.now()
    const answer = fn
      ? await ask(app, { call, run, url: fn.url, maxAttempts: work.maxAttempts })
      : retry(`The function ${call.functionId} is no longer registered.`)
    onCall(performance.now() - startedAt)
    const db = dbFor(call.functionId)
    const output = run.eventName === INVOKED_EVENT ? undefined : outputOf(answer)
    if (output !== undefined && (await complete(db, { ...call, output }))) return DONE
    return commit(db, work, answer)
  }

  /** The short way to end a run well; false when it is not to be gone, or was not there just now. */
  async function complete(db: Database, run: CompletedRun): Promise<boolean> {
    const completer = completersByDb.get(db) ?? createCompleter(db)
    completersByDb.set(db, completer)
    return completer(run).catch(() => false)
  }

  /** Goes on until Postgres has answered: what a step did is known here only. */
  async function commit(db: Database, work: Work, answer: Answer): Promise<Applied | undefined> {
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
    perform,
    abandon() {
      isAbandoned = true
    },
  }
}

const COMPLETIONS_MAX = 100

function createCompleter(db: Database): (run: CompletedRun) => Promise<boolean> {
  return createBatches(
    async (runs) => {
      const ended = new Set(await completeRuns(db, runs, FINISHED_EVENT))
      return runs.map((run) => ended.has(run.runId))
    },
    { maxItems: COMPLETIONS_MAX, maxUnderWay: 2 },
  )
}

/** The output, as JSON text, of an answer that does nothing but end the run; steps it also reports need no memo any more. */
function outputOf(answer: Answer): string | undefined {
  if (answer.kind === 'returned') return JSON.stringify(answer.output)
  if (answer.kind !== 'ops') return undefined
  const others = answer.ops.filter((op) => !isFinishedStep(op))
  const [completed] = others
  return others.length === 1 && completed?.op === 'RunComplete'
    ? JSON.stringify(completed.data ?? null)
    : undefined
}

interface Question {
  call: ClaimedCall
  run: CalledRun
  url: string | null
  maxAttempts: number
}

async function ask(app: AppHandler, { call, run, url, maxAttempts }: Question): Promise<Answer> {
  try {
    const { runId, functionId, stepId, attempt, token } = call
    const { event, memos, completedStepIds, hasPlannedSteps } = run
    const response = await app(
      callRequest({
        runId,
        functionId,
        url,
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
