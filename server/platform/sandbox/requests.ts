import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { LogEntry } from './protocol'

/** What the sandbox is asked and answers: the shapes of the language's `SandboxPort` and `ProgramPort`. */

export interface EvaluationRequest {
  orgId: string
  mode: 'expression' | 'program'
  source: string
  scope: JsonObject
  timeoutMs: number
  memoryBytes: number
  signal?: AbortSignal
}

export type EvaluationFailure = {
  ok: false
  code: string
  message: string
  line?: number
  logs: LogEntry[]
}

export type EvaluationResult = { ok: true; value: JsonValue; logs: LogEntry[] } | EvaluationFailure

export type ProgramCallKind = 'agent' | 'approval' | 'http' | 'tool' | 'wait' | 'workflow'

/** A call the program made and that has no answer yet. */
export interface ProgramCall {
  index: number
  kind: ProgramCallKind
  config: JsonValue
  digest: string
}

/** How a call ended. */
export interface ProgramAnswer {
  index: number
  kind: ProgramCallKind
  digest: string
  /** ISO. */
  at: string
  result: { ok: true; output: JsonValue } | { ok: false; code: string; message: string }
}

export interface ProgramRequest extends Omit<EvaluationRequest, 'mode'> {
  /** In the order in which the calls ended. */
  answers: readonly ProgramAnswer[]
  startedAt: Date
  seed: string
  /**
   * How many of the answers the run before this one was given: it told the lines logged until then. Absent: all
   * but the latest.
   */
  toldAnswers?: number
}

export type ProgramResult = EvaluationResult | { ok: true; calls: ProgramCall[]; logs: LogEntry[] }
