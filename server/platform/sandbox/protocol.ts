/** What the pool and its threads say to each other. */

export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
}

interface TaskLimits {
  id: number
  orgId: string
  source: string
  scopeJson: string
  timeoutMs: number
  memoryBytes: number
  maxOutputBytes: number
}

export interface EvaluationTask extends TaskLimits {
  mode: 'expression' | 'program'
}

/** A program whose calls are durable, with the answers it is replayed with. */
export interface DurableTask extends TaskLimits {
  mode: 'durable'
  startedAtMs: number
  seed: string
  answers: TaskAnswer[]
  /** Lines logged before this position of the answers are left out. */
  tellFrom: number
}

export interface TaskAnswer {
  index: number
  kind: string
  digest: string
  atMs: number
  isOk: boolean
  /** The output as JSON, or the message of the failure. */
  text: string
  /** Of the failure. */
  code: string
}

export type SandboxTask = EvaluationTask | DurableTask

export type TaskFailure = { ok: false; code: string; message: string; line?: number; logs: LogEntry[] }

export type TaskResult =
  | { ok: true; json: string; logs: LogEntry[] }
  /** A program that waits for its calls. */
  | { ok: true; callsJson: string; logs: LogEntry[] }
  | TaskFailure

export type ThreadMessage =
  /** The clock of the task runs from now. */
  { kind: 'started'; id: number } | { kind: 'done'; id: number; result: TaskResult }
