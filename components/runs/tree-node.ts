import type { JsonValue } from '@/server/kernel/json'
import type { StepView } from '@/server/kernel/run-view'
import type { Status } from '../ui/status-table'

/** A step, or a list of steps inside one, at its place in the run. */
export interface TreeNode {
  path: string
  label: string
  /** A step kind, or `branch`, `item`, `batch` or `section`. */
  kind: string
  status: Status
  /** Absent for lists of steps, and for steps that have not begun. */
  step?: StepView
  /** Only inside `forEach` and `loop`: which item or iteration, from 0. */
  index?: number
  /** Stands before the label: `[7]`, `Iteration 3`, `Call 2`. */
  mark?: string
  /** What the item is, or when the case is taken, where it is short enough to tell. */
  hint?: string
  children: TreeNode[]
  /** Of a loop: `200 × fetch, 3 failed`. */
  summary?: string
}

/** What a definition says of steps that the log does not know yet. */
export interface PlannedStep {
  id: string
  kind: string
  name?: string | undefined
  config?: JsonValue
  branches?: readonly { name: string; steps: readonly PlannedStep[] }[] | undefined
  body?: readonly PlannedStep[] | undefined
  handler?: readonly PlannedStep[] | undefined
}

export interface Plan {
  steps: readonly PlannedStep[]
  finally: readonly PlannedStep[]
}

export const NO_PLAN: Plan = { steps: [], finally: [] }

/** Where the steps that take others back are shown together; no step's path begins like this. */
export const ROLLBACK_PATH = '#rollback'

const LIST_KINDS = new Set(['parallel', 'forEach', 'switch', 'loop'])

/** Whether a kind of step does nothing itself but run the steps inside it. */
export function isContainerKind(kind: string): boolean {
  return LIST_KINDS.has(kind)
}

/** The status that a step is shown with. */
export function shownStatus(step: StepView): Status {
  return step.status === 'pending' ? 'queued' : step.status
}

const SETTLED: ReadonlySet<Status> = new Set<Status>([
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'rolled_back',
])

export function isSettledStatus(status: Status): boolean {
  return SETTLED.has(status)
}

/** The status of a list of steps, from its steps. */
export function statusOf(children: readonly TreeNode[]): Status {
  const has = (status: Status) => children.some((child) => child.status === status)
  if (children.some((child) => child.status === 'failed' && !child.step?.isContinued)) return 'failed'
  if (has('running')) return 'running'
  if (has('waiting')) return 'waiting'
  if (has('cancelled')) return 'cancelled'
  if (children.length === 0 || children.every((child) => child.status === 'queued')) return 'queued'
  if (has('queued')) return 'running'
  if (has('rolled_back')) return 'rolled_back'
  return children.every((child) => child.status === 'skipped') ? 'skipped' : 'succeeded'
}
