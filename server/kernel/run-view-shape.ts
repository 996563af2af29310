import type { JsonValue } from './json'
import type { RunError } from './run-events'
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
  isCancelRequested: boolean
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
  /** `pending`: a resume will run it again. */
  status: StepStatus | 'pending'
  /** The container's path and which branch or item of it; both absent at the top. */
  parent?: string
  slot?: string
  attempts: AttemptView[]
  output?: JsonValue
  error?: RunError
  /** The failure was accepted by `onError: continue`. */
  isContinued: boolean
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
  kind: 'timer' | 'retry' | 'approval'
  from: string
  to?: string
  dueAt?: string
  approvalId?: string
  outcome?: 'approved' | 'rejected' | 'expired'
  comment?: string
}

export interface LogLine {
  seq: number
  at: string
  attempt: number
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
  data?: JsonValue
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

/** Where a path lies: `a.left.b` in branch `left` of `a`, `sweep[3].get` in item `3` of `sweep`. */
export function placeOf(path: string): { parent?: string; slot?: string } {
  const frame = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  if (frame === '') return {}
  const [, container, item] = /^(.*)\[(\d+)\]$/.exec(frame) ?? []
  if (container !== undefined && item !== undefined) return { parent: container, slot: item }
  const dot = frame.lastIndexOf('.')
  return { parent: frame.slice(0, Math.max(0, dot)), slot: frame.slice(dot + 1) }
}
