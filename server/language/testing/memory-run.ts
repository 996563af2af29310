import type { LoggedRunEvent, RunOutcome, RunPhase } from '@/server/kernel/run-events'
import type { RunStatus } from '@/server/kernel/statuses'
import type { ApprovalRequest, CommitItem, RunSnapshot, StepState, WaitState } from '../contracts'

export interface MemoryApproval {
  id: string
  path: string
  status: 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled'
  request: ApprovalRequest
}

/** The rows of one run in memory. */
export interface MemoryRun {
  base: Pick<
    RunSnapshot,
    | 'orgId'
    | 'projectId'
    | 'runId'
    | 'number'
    | 'url'
    | 'definition'
    | 'inputs'
    | 'projectVars'
    | 'trigger'
    | 'fragment'
  >
  parent?: { runId: string; path: string; attempt: number }
  status: RunStatus
  generation: number
  phase: RunPhase
  outcome?: RunOutcome
  stop: RunSnapshot['stop']
  pausedAtMs?: number
  pausedMs: number
  startedAt?: string
  resumedAt?: string
  steps: Map<string, StepState>
  waits: Map<string, WaitState>
  approvals: Map<string, MemoryApproval>
  log: LoggedRunEvent[]
  leaseToken: number
  leaseEndsAtMs?: number
  wakesRequested: number
  wakesTaken: number
}

/** Appends events and changes the rows that are read from them, as a real store does in one transaction. */
export function appendTo(run: MemoryRun, items: readonly CommitItem[], at: string) {
  for (const item of items) {
    const approval = 'approval' in item ? openApproval(run, item.path, item.approval) : undefined
    const {
      approval: _approval,
      cache: _cache,
      ...event
    } = { approval: undefined, cache: undefined, ...item }
    if (event.type === 'step.waiting' && approval) event.wait = { ...event.wait, approvalId: approval.id }
    const logged: LoggedRunEvent = structuredClone({ ...event, seq: run.log.length + 1, at })
    run.log.push(logged)
    if (isOfStep(logged)) projectStep(run, logged, approval)
    else projectRun(run, logged)
  }
}

type StepEvent = Extract<LoggedRunEvent, { type: `step.${string}` | 'approval.decided' }>

function isOfStep(event: LoggedRunEvent): event is StepEvent {
  return !event.type.startsWith('run.')
}

function openApproval(run: MemoryRun, path: string, request: ApprovalRequest): MemoryApproval {
  const id = `apv_${run.approvals.size + 1}`
  const approval: MemoryApproval = { id, path, status: 'pending', request: structuredClone(request) }
  run.approvals.set(id, approval)
  return approval
}

function projectRun(run: MemoryRun, event: LoggedRunEvent) {
  switch (event.type) {
    case 'run.started':
      run.status = 'running'
      run.startedAt ??= event.at
      return
    case 'run.resumed':
      restart(run, event)
      Object.assign(run, { resumedAt: event.at, phase: 'main', pausedMs: 0 })
      delete run.outcome
      return
    case 'run.rollbackRequested':
      restart(run, event)
      run.phase = 'rollback'
      return
    case 'run.finishing':
      Object.assign(run, { phase: event.phase, outcome: event.outcome })
      return
    case 'run.succeeded':
      return end(run, 'succeeded')
    case 'run.failed':
      return end(run, 'failed')
    case 'run.cancelled':
      return end(run, 'cancelled')
    case 'run.rolledBack':
      return end(run, 'rolled_back')
    default:
  }
}

function projectStep(run: MemoryRun, event: StepEvent, approval: MemoryApproval | undefined) {
  const { path, seq, at } = event
  const over = { endedSeq: seq, endedAt: at }
  switch (event.type) {
    case 'step.queued':
      run.steps.set(path, { path, status: 'waiting', attempt: 0, failures: 0 })
      return
    case 'step.started':
    case 'step.skipped':
      return begin(run, event)
    case 'step.kept': {
      const { status, attempt, output, error, continued, generated, callDigest } = event
      const kept = { path, status, attempt, failures: 0, continued, ...over }
      // Only checked steps are logged as generated.
      const steps = generated as unknown as StepState['generated']
      run.steps.set(path, { ...kept, ...defined({ output, error, generated: steps, callDigest }) })
      return
    }
    case 'step.waiting':
      return wait(run, event, approval)
    case 'step.woken':
      run.waits.delete(path)
      return
    case 'step.attemptFailed':
      return change(run, path, { failures: stepAt(run, path).failures + 1 })
    case 'step.succeeded':
      return change(run, path, { status: 'succeeded', output: event.output, ...over })
    case 'step.caught':
      return change(run, path, { status: 'running', caught: true, error: event.error })
    case 'step.expanded':
      return change(run, path, { generated: event.steps as unknown as NonNullable<StepState['generated']> }) // only checked steps are logged
    case 'step.rolledBack':
      return change(run, path, { status: 'rolled_back', ...over })
    case 'step.failed': {
      const failures = stepAt(run, path).failures + 1
      const { error, continued, output } = event
      const failed = { status: 'failed' as const, error, continued, failures, ...over }
      return change(run, path, { ...failed, ...defined({ output }) })
    }
    case 'step.cancelled':
      change(run, path, { status: 'cancelled', ...over })
      return closeWait(run, path)
    case 'approval.decided': {
      const gate = run.approvals.get(event.approvalId)
      if (gate) gate.status = event.outcome
      return
    }
    default:
  }
}

function wait(
  run: MemoryRun,
  { path, wait: asked }: Extract<StepEvent, { type: 'step.waiting' }>,
  approval: MemoryApproval | undefined,
) {
  change(run, path, { status: 'waiting' })
  const { approvalId: _, ...fields } = asked
  const gate = approval ? { approvalId: approval.id, onTimeout: approval.request.onTimeout } : {}
  run.waits.set(path, { path, ...fields, ...gate })
}

function closeWait(run: MemoryRun, path: string) {
  run.waits.delete(path)
  for (const gate of run.approvals.values()) {
    if (gate.path === path && gate.status === 'pending') gate.status = 'cancelled'
  }
}

function restart(run: MemoryRun, { reset, generation }: { reset: string[]; generation: number }) {
  for (const path of reset) {
    run.steps.delete(path)
    run.waits.delete(path)
  }
  Object.assign(run, { status: 'queued', generation, stop: 'none' })
}

function end(run: MemoryRun, status: RunStatus) {
  run.status = status
  run.waits.clear()
  delete run.leaseEndsAtMs
  for (const gate of run.approvals.values()) if (gate.status === 'pending') gate.status = 'cancelled'
}

function begin(run: MemoryRun, event: Extract<LoggedRunEvent, { type: 'step.started' | 'step.skipped' }>) {
  const { path, at } = event
  const known = run.steps.get(path)
  const isStarted = event.type === 'step.started'
  const callDigest = isStarted ? event.callDigest : undefined
  run.steps.set(path, {
    path,
    status: isStarted ? 'running' : 'skipped',
    attempt: isStarted ? event.attempt : 0,
    failures: known?.failures ?? 0,
    startedAt: known?.startedAt ?? at,
    ...defined({ callDigest }),
    ...(isStarted ? {} : { endedSeq: event.seq, endedAt: at }),
  })
}

function change(run: MemoryRun, path: string, fields: Partial<StepState>) {
  run.steps.set(path, { ...stepAt(run, path), ...fields })
}

function stepAt(run: MemoryRun, path: string): StepState {
  const step = run.steps.get(path)
  if (!step) throw new Error(`The log speaks of step ${path} before it started.`)
  return step
}

/** The fields that have a value; what is left out was optional. */
function defined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  // Only fields without a value are left out.
  return Object.fromEntries(given) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }
}
