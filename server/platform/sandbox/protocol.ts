/** What the pool and its threads say to each other. */

export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
}

export interface SandboxTask {
  id: number
  orgId: string
  mode: 'expression' | 'program'
  source: string
  scopeJson: string
  timeoutMs: number
  memoryBytes: number
  maxOutputBytes: number
}

export type TaskResult =
  | { ok: true; json: string; logs: LogEntry[] }
  | { ok: false; code: string; message: string; line?: number; logs: LogEntry[] }

export type ThreadMessage =
  /** The clock of the task runs from now. */
  { kind: 'started'; id: number } | { kind: 'done'; id: number; result: TaskResult }
