import type { JsonValue } from '@/server/kernel/json'
import type { RunError, RunEvent } from '@/server/kernel/run-events'
import type { RunStatus, StepStatus } from '@/server/kernel/statuses'
import type { ApprovalRequest, CommitItem } from '@/server/language/contracts'

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
  /** The step (re)starts or ends with this batch. */
  starts?: boolean
  ends?: boolean
}

export interface OpenWait {
  path: string
  kind: 'timer' | 'retry' | 'approval'
  dueAt?: string
  approval?: ApprovalRequest
}

/** Folds a batch, in order, into row changes. Pure. */
export function project(items: readonly CommitItem[]): Projection {
  const projection: Projection = {
    run: {},
    steps: new Map(),
    openWaits: new Map(),
    closedWaits: new Set(),
    forgotten: [],
    expiredApprovals: [],
    mootApprovals: [],
    ended: false,
  }
  for (const item of items) apply(projection, item)
  return projection
}

function apply(projection: Projection, item: CommitItem): void {
  if (item.type.startsWith('run.')) applyToRun(projection, item)
  else applyToStep(projection, item)
}

function applyToRun(projection: Projection, event: RunEvent): void {
  const { run } = projection
  switch (event.type) {
    case 'run.started':
      run.startedAt = true
      run.status = 'running'
      return
    case 'run.titled':
      run.title = event.title
      run.tags = event.tags
      return
    case 'run.resumed':
      run.status = 'queued'
      projection.forgotten.push(...event.reset)
      return
    case 'run.succeeded':
      run.output = event.output
      end(projection, 'succeeded')
      return
    case 'run.failed':
      run.error = event.error
      end(projection, 'failed')
      return
    case 'run.cancelled':
      end(projection, 'cancelled')
      return
    default:
  }
}

function end(projection: Projection, status: RunStatus): void {
  projection.run.status = status
  projection.ended = true
}

function applyToStep(projection: Projection, item: CommitItem): void {
  switch (item.type) {
    case 'step.started': {
      const { stepId, kind, name, attempt } = item
      Object.assign(step(projection, item.path), {
        stepId,
        kind,
        name,
        attempt,
        status: 'running',
        starts: true,
      })
      projection.run.status ??= 'running'
      return
    }
    case 'step.waiting':
      step(projection, item.path).status = 'waiting'
      projection.openWaits.set(item.path, openWait(item))
      return
    case 'step.attemptFailed':
      step(projection, item.path).addFailures += 1
      return
    case 'step.woken':
      closeWait(projection, item.path)
      return
    case 'step.succeeded':
      Object.assign(step(projection, item.path), { status: 'succeeded', output: item.output, ends: true })
      return
    case 'step.failed': {
      const patch = step(projection, item.path)
      Object.assign(patch, { status: 'failed', error: item.error, continued: item.continued, ends: true })
      patch.addFailures += 1
      return
    }
    case 'step.skipped': {
      const { stepId, kind } = item
      Object.assign(step(projection, item.path), {
        stepId,
        kind,
        status: 'skipped',
        starts: true,
        ends: true,
      })
      return
    }
    case 'step.cancelled':
      Object.assign(step(projection, item.path), { status: 'cancelled', ends: true })
      closeWait(projection, item.path)
      projection.mootApprovals.push(item.path)
      return
    case 'approval.decided':
      if (item.outcome === 'expired') projection.expiredApprovals.push(item.approvalId)
      return
    default:
  }
}

function closeWait(projection: Projection, path: string): void {
  projection.openWaits.delete(path)
  projection.closedWaits.add(path)
}

function openWait(item: Extract<CommitItem, { type: 'step.waiting' }>): OpenWait {
  return {
    path: item.path,
    kind: item.wait.kind,
    ...(item.wait.dueAt && { dueAt: item.wait.dueAt }),
    ...('approval' in item && { approval: item.approval }),
  }
}

function step(projection: Projection, path: string): StepPatch {
  const known = projection.steps.get(path)
  if (known) return known
  const patch: StepPatch = { addFailures: 0 }
  projection.steps.set(path, patch)
  return patch
}
