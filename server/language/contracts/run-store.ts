import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RunError, RunEvent, RunOutcome, RunPhase, WaitKind } from '@/server/kernel/run-events'
import type { RunStatus, StepStatus } from '@/server/kernel/statuses'
import type { Step, WorkflowDefinition } from './definition'
import type { RunFragment } from './ports'
import type { ApprovalRequest } from './step'

/**
 * The right to advance one run. Every commit is conditional on `token`: whoever lost the lease
 * commits nothing.
 */
export interface Lease {
  orgId: string
  runId: string
  token: number
}

/** A step run as the log left it. */
export interface StepState {
  path: string
  status: StepStatus
  /** Attempts started, interrupted ones included. */
  attempt: number
  /** Attempts that failed: what the retry policy counts. */
  failures: number
  output?: JsonValue
  error?: RunError
  /** The failure was accepted by `onError`. */
  continued?: boolean
  /** It failed with `error`, and its `onError` steps run. */
  caught?: boolean
  /** Steps that it made up itself, checked. */
  generated?: Step[]
  /** Of a call that code made. */
  callDigest?: string
  /** Where in the log it ended, and when: the order of rollback and of replayed calls. */
  endedSeq?: number
  endedAt?: string
  /** When the step first started. */
  startedAt?: string
  /** What its model calls cost so far, in nano-dollars; absent: none, or unpriced. */
  costNanos?: string
}

/** An open wait. `resolution` is set once the world answered: an approval was decided, a child run ended. */
export interface WaitState {
  path: string
  kind: WaitKind
  dueAt?: string
  resolution?: JsonValue
  /** Only `event`: its name, and since when events count. */
  eventName?: string
  since?: string
  /** Only `child`. */
  childRunId?: string
  /** Only `approval`: its id, which an `approval.decided` of outcome `expired` names, and what timing out means. */
  approvalId?: string
  onTimeout?: ApprovalRequest['onTimeout']
}

export interface RunSnapshot {
  orgId: string
  projectId: string
  runId: string
  number: number
  url: string
  status: RunStatus
  generation: number
  definition: WorkflowDefinition
  inputs: JsonObject
  /** The project's variables as they were when the run was started. */
  projectVars: JsonObject
  trigger: JsonObject
  startedAt?: string
  /** When it was last resumed: the run's timeout counts from here. */
  resumedAt?: string
  /** How long it was paused since then. */
  pausedMs: number
  /** Which part of the run goes on, and how the main part ended once it has. */
  phase: RunPhase
  outcome?: RunOutcome
  /** What it runs of its definition; absent: all of it. */
  fragment?: RunFragment
  stop: RunStop
  isPaused: boolean
  steps: StepState[]
  waits: WaitState[]
}

/** What people asked of a run: nothing, to stop, or to stop without `finally` and rollback. */
export type RunStop = 'none' | 'cancel' | 'kill'

/**
 * An event, and what its transaction does beside logging it: a waiting step opens its gate, a succeeded one keeps
 * its output for other runs.
 */
export type CommitItem =
  | RunEvent
  | (RunEvent & { type: 'step.waiting'; approval: ApprovalRequest })
  | (RunEvent & { type: 'step.succeeded'; cache: { key: string; expiresAt: string } })

/** The outcome of a child run, as its parent's wait is resolved with it. */
export type ChildOutcome =
  | { status: 'succeeded'; output: JsonValue }
  | { status: 'failed' | 'cancelled' | 'rolled_back'; error: RunError | null }

export type Acquired =
  /** `at`: what time it is where runs live, which all their instants are of; absent: the caller's own. */
  | { kind: 'acquired'; lease: Lease; snapshot: RunSnapshot; at?: Date }
  /** Somebody else holds a live lease; ask again. */
  | { kind: 'busy'; retryAfterMs: number }
  /** The run is over, belongs to a later generation, or does not exist. */
  | { kind: 'ended' }

export interface Pulse {
  stop: RunStop
  isPaused: boolean
  /** The world changed since the lease was taken or this was last asked: re-read the waits. */
  woken: boolean
}

/** Thrown by a commit, heartbeat or release whose lease is gone: stop at once, commit nothing. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`The lease on run ${runId} is lost.`)
    this.name = 'LeaseLost'
  }
}

/** Where runs live. The interpreter's only way to remember anything. */
export interface RunStore {
  /** Takes or takes over the lease (5 s) and reads the run; marks all wake-ups so far as taken. */
  acquire(request: { orgId: string; runId: string; generation: number }): Promise<Acquired>
  /**
   * Appends the events and their projections in one transaction, conditional on the lease. `at`: the instant they
   * get in the log, ISO; the same that a replay of code will be told.
   */
  commit(lease: Lease, items: CommitItem[], at: string): Promise<void>
  /** Prolongs the lease. */
  heartbeat(lease: Lease): Promise<Pulse>
  readWaits(lease: Lease): Promise<WaitState[]>
  /** Gives the lease back, unless the world changed meanwhile: then `woken`, and the lease stays. */
  release(lease: Lease): Promise<Pulse>
}
