import type { JsonValue } from '@/server/kernel/json'
import { isDeeperThan } from '@/server/kernel/json-depth'
import { createPool } from './pool'
import type { TaskAnswer, TaskFailure, TaskResult } from './protocol'
import type {
  EvaluationRequest,
  EvaluationResult,
  ProgramAnswer,
  ProgramCall,
  ProgramRequest,
  ProgramResult,
} from './requests'

/** The shape of the language's `SandboxPort` and `ProgramPort`. */
export interface Sandbox {
  evaluate(request: EvaluationRequest): Promise<EvaluationResult>
  /** Runs a program whose calls are durable until it ends or waits for one of them. */
  run(request: ProgramRequest): Promise<ProgramResult>
  /** Ends all threads; what runs or waits ends as `cancelled`. */
  close(): Promise<void>
}

export interface SandboxOptions {
  /** Threads at most; each takes about 40 MB. */
  threads?: number
  /** An unused thread ends after this. */
  idleMs?: number
  maxOutputBytes?: number
  /** Where the worker lies when it is not beside this file. */
  workerUrl?: URL
}

/** JavaScript without I/O, in threads that can be ended: no time and no chance but those it is given. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { threads = 2, idleMs = 30_000, maxOutputBytes = 1024 * 1024 } = options
  const workerUrl = options.workerUrl ?? new URL('./sandbox-worker.mjs', import.meta.url)
  const pool = createPool({ threads, idleMs, workerUrl })

  return {
    async evaluate({ scope, signal, ...rest }) {
      const task = { ...rest, scopeJson: JSON.stringify(scope), maxOutputBytes }
      const result = await pool.run(task, signal)
      if (result.ok && 'callsJson' in result) throw new Error('An evaluation makes no calls.')
      return evaluated(result)
    },
    async run({ scope, signal, answers, startedAt, toldAnswers, ...rest }) {
      const task = {
        ...rest,
        mode: 'durable' as const,
        scopeJson: JSON.stringify(scope),
        maxOutputBytes,
        startedAtMs: startedAt.getTime(),
        answers: answers.map(taskAnswer),
        tellFrom: toldAnswers ?? answers.length - 1,
      }
      const result = await pool.run(task, signal)
      if (!result.ok || 'json' in result) return evaluated(result)
      if (isDeeperThan(result.callsJson, MOST_LEVELS + CALL_LEVELS))
        return tooDeep('The arguments of a call are', result)
      // The thread wrote this list itself: index, kind, configuration and digest of each call.
      return { ok: true, calls: JSON.parse(result.callsJson) as ProgramCall[], logs: result.logs }
    },
    close: pool.close,
  }
}

/** Values nested deeper than this are refused: whoever walks them recurses. */
const MOST_LEVELS = 200
/** The list of calls and the call around its configuration. */
const CALL_LEVELS = 2

function evaluated(result: TaskFailure | (TaskResult & { ok: true; json: string })): EvaluationResult {
  if (!result.ok) return result
  if (isDeeperThan(result.json, MOST_LEVELS)) return tooDeep('The result is', result)
  // The thread made this JSON itself, by JSON.stringify.
  return { ok: true, value: JSON.parse(result.json) as JsonValue, logs: result.logs }
}

function taskAnswer({ index, kind, digest, at, result }: ProgramAnswer): TaskAnswer {
  const said = result.ok
    ? { isOk: true, text: JSON.stringify(result.output), code: '' }
    : { isOk: false, text: result.message, code: result.code }
  return { index, kind, digest, atMs: Date.parse(at), ...said }
}

function tooDeep(what: string, { logs }: Pick<TaskFailure, 'logs'>): TaskFailure {
  return {
    ok: false,
    code: 'output_too_large',
    message: `${what} nested deeper than ${MOST_LEVELS} levels.`,
    logs,
  }
}
