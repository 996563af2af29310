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
  /** The log knows the step. */
  isLogged: boolean
  /** Attempts started. */
  attempt: number
  failures: number
  output: JsonValue
  error?: RunError
  startedAt?: string
  costNanos?: string
  /** The log shows it running, but under an owner that is gone. */
  orphaned: boolean
  /** It failed with `error`, and its `onError` steps run. */
  caught: boolean
  /** Steps that it made up. */
  generated?: readonly Step[]
  callDigest?: string
  /** Under which digest its output is kept for other runs. */
  cacheKey?: string
  container?: OpenContainer
}

/** One run of one list of steps: a part of the run, a branch, or an item. */
export interface PlanFrame {
  readonly path: string
  readonly list: CompiledList
  /** The container it belongs to; absent at the top. */
  readonly owner?: PlanNode
  /** Which branch or item of the container. */
  readonly slot: number
  /** The part of the run that came before: its steps are seen too. */
  readonly before?: PlanFrame
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

/** How a step ends, as the plan takes it. `output` of a failed one: what its `onError` steps gave instead. */
export type Settlement =
  | { status: 'succeeded'; output: JsonValue }
  | { status: 'failed'; error: RunError; continued: boolean; output?: JsonValue }
  | { status: 'skipped' }
  | { status: 'cancelled' }
  | { status: 'rolled_back' }

export interface OpenContainer {
  readonly spec: ContainerSpec
  count: number
  readonly results: (SlotResult | undefined)[]
  readonly active: Map<number, PlanFrame>
  next: number
  /** More lists may come: another iteration, another call. */
  isGrowing: boolean
  isStopping: boolean
  isAborting: boolean
  isFilling: boolean
  isFinished: boolean
  /** Only of a loop: the iteration that ended last. */
  last?: PlanFrame
  failure?: RunError
}

export function createNode(frame: PlanFrame, step: Step, position: number, state?: StepState): PlanNode {
  return {
    path: frame.path === '' ? step.id : `${frame.path}.${step.id}`,
    step,
    frame,
    position,
    status: 'blocked',
    isLogged: state !== undefined,
    attempt: state?.attempt ?? 0,
    failures: state?.failures ?? 0,
    output: state?.output ?? null,
    orphaned: false,
    caught: state?.caught ?? false,
    ...(state?.error ? { error: state.error } : {}),
    ...(state?.startedAt ? { startedAt: state.startedAt } : {}),
    ...(state?.costNanos ? { costNanos: state.costNanos } : {}),
    ...(state?.generated ? { generated: state.generated } : {}),
    ...(state?.callDigest ? { callDigest: state.callDigest } : {}),
  }
}

export function createContainer(spec: ContainerSpec, count: number, frame: PlanFrame): OpenContainer {
  const results: OpenContainer['results'] = []
  results.length = count
  results.fill(undefined)
  return {
    spec,
    count,
    results,
    active: new Map(),
    next: 0,
    isGrowing: spec.kind === 'loop' || spec.kind === 'calls',
    isStopping: frame.isStopping,
    isAborting: frame.isAborting,
    isFilling: true,
    isFinished: false,
  }
}

export function isSettled(status: StepStatus | NodeStatus): status is SettledStatus {
  return (
    status === 'skipped' ||
    status === 'succeeded' ||
    status === 'failed' ||
    status === 'cancelled' ||
    status === 'rolled_back'
  )
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
