import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { RunError } from '@/server/kernel/run-events'
import type { StepStatus } from '@/server/kernel/statuses'
import type { Step, StepState } from '../../contracts'
import type { CompiledList } from './compiled-list'
import type { ContainerSpec } from './container-spec'

/**
 * `blocked`: its needs are not met. `ready`: may be taken. `claimed`: in the hands of the wave.
 * The rest as the log says.
 */
export type NodeStatus = 'blocked' | 'ready' | 'claimed' | 'waiting' | SettledStatus
export type SettledStatus = Exclude<StepStatus, 'running' | 'waiting'>

/** One step at one place of the run, e.g. `sweep[3].fetch`. */
export interface PlanNode {
  readonly path: string
  readonly step: Step
  readonly frame: PlanFrame
  readonly position: number
  status: NodeStatus
  /** Attempts started; above zero the log knows the step. */
  attempt: number
  failures: number
  output: JsonValue
  error?: RunError
  startedAt?: string
  costNanos?: string
  /** The log shows it running, but under an owner that is gone. */
  orphaned: boolean
  container?: OpenContainer
}

/** One run of one list of steps: the top level, a branch, or an item. */
export interface PlanFrame {
  readonly path: string
  readonly list: CompiledList
  /** The container it belongs to; absent at the top. */
  readonly owner?: PlanNode
  /** Which branch or item of the container. */
  readonly slot: number
  readonly nodes: PlanNode[]
  readonly blockers: number[]
  unsettled: number
  /** Steps which the log shows open, or which the wave holds. */
  live: number
  /** Starts nothing more. */
  isStopping: boolean
  /** Also ends what runs. */
  isAborting: boolean
  isDone: boolean
  hasCancelled: boolean
  failure?: RunError
  /** What expressions see of this list under `steps`. */
  readonly visibleSteps: JsonObject
}

export type SlotResult =
  | { kind: 'completed'; output: JsonValue }
  | { kind: 'failed'; error: RunError }
  | { kind: 'cancelled' }

/** How a step ends, as the plan takes it. */
export type Settlement =
  | { status: 'succeeded'; output: JsonValue }
  | { status: 'failed'; error: RunError; continued: boolean }
  | { status: 'skipped' }
  | { status: 'cancelled' }

export interface OpenContainer {
  readonly spec: ContainerSpec
  readonly count: number
  readonly results: (SlotResult | undefined)[]
  readonly active: Map<number, PlanFrame>
  next: number
  isStopping: boolean
  isAborting: boolean
  isFilling: boolean
  isFinished: boolean
  failure?: RunError
}

export function createNode(frame: PlanFrame, step: Step, position: number, state?: StepState): PlanNode {
  return {
    path: frame.path === '' ? step.id : `${frame.path}.${step.id}`,
    step,
    frame,
    position,
    status: 'blocked',
    attempt: state?.attempt ?? 0,
    failures: state?.failures ?? 0,
    output: state?.output ?? null,
    orphaned: false,
    ...(state?.error ? { error: state.error } : {}),
    ...(state?.startedAt ? { startedAt: state.startedAt } : {}),
    ...(state?.costNanos ? { costNanos: state.costNanos } : {}),
  }
}

export function isSettled(status: StepStatus | NodeStatus): status is SettledStatus {
  return status === 'skipped' || status === 'succeeded' || status === 'failed' || status === 'cancelled'
}

/** What `steps.<id>` shows of a settled step. */
export function visibleStep(node: PlanNode): JsonObject {
  return {
    output: node.output,
    status: node.status,
    error: node.error ? { code: node.error.code, message: node.error.message } : null,
    attempts: node.attempt,
    costUsd: node.costNanos === undefined ? null : Number(node.costNanos) / 1_000_000_000,
  }
}
