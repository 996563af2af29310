import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RunError, RunEvent } from '@/server/kernel/run-events'
import type { RunStatus, StepStatus } from '@/server/kernel/statuses'
import type { WorkflowDefinition } from './definition'
import type { ApprovalRequest, WaitKind } from './step'

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
  /** The failure was accepted by `onError: continue`. */
  continued?: boolean
  /** When the step first started. */
  startedAt?: string
  /** What its model calls cost so far, in nano-dollars; absent: none, or unpriced. */
  costNanos?: string
}

/** An open wait. `resolution` is set once the world answered (an approval was decided). */
export interface WaitState {
  path: string
  kind: WaitKind
  dueAt?: string
  resolution?: JsonValue
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
  cancelRequested: boolean
  steps: StepState[]
  waits: WaitState[]
}

/** What an approval event needs beyond itself so that the gate opens in the same transaction. */
export type CommitItem = RunEvent | (RunEvent & { type: 'step.waiting'; approval: ApprovalRequest })

export type Acquired =
  | { kind: 'acquired'; lease: Lease; snapshot: RunSnapshot }
  /** Somebody else holds a live lease; ask again. */
  | { kind: 'busy'; retryAfterMs: number }
  /** The run is over, belongs to a later generation, or does not exist. */
  | { kind: 'ended' }

export interface Pulse {
  cancelRequested: boolean
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
  /** Appends the events and their projections in one transaction, conditional on the lease. */
  commit(lease: Lease, items: CommitItem[]): Promise<void>
  /** Prolongs the lease. */
  heartbeat(lease: Lease): Promise<Pulse>
  readWaits(lease: Lease): Promise<WaitState[]>
  /** Gives the lease back, unless the world changed meanwhile: then `woken`, and the lease stays. */
  release(lease: Lease): Promise<Pulse>
}
