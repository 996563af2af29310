import type { JsonValue } from '@/server/kernel/json'
import type { RunError, RunOutcome, RunPhase, WaitKind } from '@/server/kernel/run-events'
import type { RunStatus, StepStatus } from '@/server/kernel/statuses'
import type { ApprovalRequest, CommitItem } from '@/server/language/contracts'
import { projectRunEvent } from './project-run-event'
import { projectStepEvent } from './project-step-event'

/** What a batch of events changes in the rows that are read instead of the log. */
export interface Projection {
  run: RunPatch
  /** By path; in the order the steps first appear. */
  steps: Map<string, StepPatch>
  /** Opened by this batch and still open at its end, by path. */
  openWaits: Map<string, OpenWait>
  /** Paths whose wait is over. */
  closedWaits: Set<string>
  /** Paths that a resume forgets. */
  forgotten: string[]
  /** Paths of steps that are over: the places they held are free. */
  settled: string[]
  /** Outputs that other runs may take over. */
  cached: CachedOutput[]
  expiredApprovals: string[]
  /** Paths whose question, if they asked one, nobody need answer any more. */
  mootApprovals: string[]
  ended: boolean
}

export interface RunPatch {
  status?: RunStatus
  startedAt?: true
  title?: string
  tags?: string[]
  output?: JsonValue
  error?: RunError
  phase?: RunPhase
  outcome?: RunOutcome
  /** Held back, or going on again. */
  isPaused?: boolean
  /** It goes on although it had ended: from a step that stopped it, or to take back what it did. */
  restart?: { phase: 'main' | 'rollback'; generation: number }
}

/** Absent fields stay as they are; `addFailures` adds. */
export interface StepPatch {
  stepId?: string
  kind?: string
  name?: string
  status?: StepStatus
  attempt?: number
  addFailures: number
  output?: JsonValue
  error?: RunError
  continued?: boolean
  caught?: boolean
  cached?: boolean
  generated?: JsonValue
  callDigest?: string
  /** Which event of the batch, counted from 1, is its end. */
  endedNth?: number
  /** Its row may not be there yet. */
  isNew?: boolean
  /** An attempt starts, or the step ends, with this batch. */
  starts?: true
  ends?: true
}

export interface OpenWait {
  path: string
  kind: WaitKind
  dueAt?: string
  approval?: ApprovalRequest
  eventName?: string
  since?: string
  childRunId?: string
}

export interface CachedOutput {
  path: string
  key: string
  expiresAt: string
  output: JsonValue
}

/** Folds a batch, in order, into row changes. Pure. */
export function project(items: readonly CommitItem[]): Projection {
  const projection: Projection = {
    run: {},
    steps: new Map(),
    openWaits: new Map(),
    closedWaits: new Set(),
    forgotten: [],
    settled: [],
    cached: [],
    expiredApprovals: [],
    mootApprovals: [],
    ended: false,
  }
  for (const [index, item] of items.entries()) {
    if (item.type.startsWith('run.')) projectRunEvent(projection, item)
    else projectStepEvent(projection, item, index + 1)
  }
  return projection
}
