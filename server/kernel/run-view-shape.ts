import type { JsonValue } from './json'
import type { LogLevel, RunError, RunOutcome, RunPhase, WaitKind } from './run-events'
import type { RunStatus, StepStatus } from './statuses'

/** A run as its log tells it: what the run page shows. Pure data, rebuilt from events at any time. */
export interface RunView {
  status: RunStatus
  title?: string
  tags: string[]
  generation: number
  queuedAt?: string
  /** Of the current generation. */
  startedAt?: string
  endedAt?: string
  /** The step of another run that started it. */
  parent?: { runId: string; path: string }
  /** The run it repeats, and from which step on. */
  replayOf?: { runId: string; from?: string | undefined }
  isCancelRequested: boolean
  /** Asked for a second time: `finally` and rollback are left out. */
  isCancelForced: boolean
  cancelReason?: string
  /** Set while it starts nothing new; and who asked for that, null for no person. */
  pausedAt?: string
  pausedBy?: string | null
  /** Which part of it goes on, or went on last; and how the main part ended, once it has. */
  phase: RunPhase
  outcome?: RunOutcome
  output?: JsonValue
  error?: RunError
  /** By path, in the order in which they first appeared. */
  steps: ReadonlyMap<string, StepView>
  usage: UsageView
  /** The last event taken; events up to it are ignored when they come again. */
  lastSeq: number
}

export interface StepView {
  path: string
  stepId: string
  kind: string
  name?: string
  /** `pending`: it will run again. */
  status: StepStatus | 'pending'
  /** The container's path and which part of it; both absent at the top. See `placeOf`. */
  parent?: string
  slot?: string
  attempts: AttemptView[]
  /** Waits before an attempt: its own delay, a place under a limit. */
  waits: WaitView[]
  output?: JsonValue
  error?: RunError
  /** The failure was accepted by `onError`. */
  isContinued: boolean
  /** It failed with `error`, and its `onError` steps run or ran. */
  isCaught: boolean
  /** The output came from an earlier run, and the step did not run. */
  isCached: boolean
  /** Taken over from the run that this one repeats. */
  isKept: boolean
  /** Steps that it made up itself. */
  generated?: JsonValue
  /** Its place among all that ended: rollback goes in reverse. */
  endedSeq?: number
  undoneAt?: string
  skippedBecause?: string
  /** What it waits for now. */
  wait?: WaitView
  logs: LogLine[]
  usage: UsageView
}

export interface AttemptView {
  attempt: number
  generation: number
  status: 'running' | 'waiting' | 'succeeded' | 'failed' | 'interrupted' | 'cancelled'
  startedAt: string
  endedAt?: string
  input: JsonValue
  error?: RunError
  retryAt?: string
  waits: WaitView[]
}

export interface WaitView {
  kind: WaitKind
  from: string
  to?: string
  dueAt?: string | undefined
  approvalId?: string | undefined
  outcome?: 'approved' | 'rejected' | 'expired'
  comment?: string
  eventName?: string | undefined
  childRunId?: string | undefined
}

export interface LogLine {
  seq: number
  at: string
  attempt: number
  level: LogLevel
  message: string
  data?: JsonValue
  /** Only of commands: where it was written. */
  stream?: 'stdout' | 'stderr'
}

export interface UsageView {
  calls: number
  inputTokens: number
  outputTokens: number
  /** Nano-dollars in decimal, of the calls that have a price. */
  costNanos: string
  unpricedCalls: number
}

export const NO_USAGE: UsageView = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  costNanos: '0',
  unpricedCalls: 0,
}
