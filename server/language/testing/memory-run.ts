import type { LoggedRunEvent } from '@/server/kernel/run-events'
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
  base: Omit<
    RunSnapshot,
    'status' | 'generation' | 'cancelRequested' | 'steps' | 'waits' | 'startedAt' | 'resumedAt'
  >
  status: RunStatus
  generation: number
  cancelRequested: boolean
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
export function appendTo(run: MemoryRun, items: readonly CommitItem[], at: string): void {
  for (const item of items) {
    const approval = 'approval' in item ? openApproval(run, item.path, item.approval) : undefined
    const { approval: _, ...event } = { approval: undefined, ...item }
    if (event.type === 'step.waiting' && approval) event.wait = { ...event.wait, approvalId: approval.id }
    const logged = structuredClone({ ...event, seq: run.log.length + 1, at })
    run.log.push(logged)
    project(run, logged, approval)
  }
}

function openApproval(run: MemoryRun, path: string, request: ApprovalRequest): MemoryApproval {
  const id = `apv_${run.approvals.size + 1}`
  const approval: MemoryApproval = { id, path, status: 'pending', request: structuredClone(request) }
  run.approvals.set(id, approval)
  return approval
}

function project(run: MemoryRun, event: LoggedRunEvent, approval: MemoryApproval | undefined): void {
  switch (event.type) {
    case 'run.started':
      run.status = 'running'
      run.startedAt ??= event.at
      return
    case 'run.resumed':
      resume(run, event.reset, event.generation, event.at)
      return
    case 'run.succeeded':
    case 'run.failed':
    case 'run.cancelled':
      end(
        run,
        event.type === 'run.succeeded' ? 'succeeded' : event.type === 'run.failed' ? 'failed' : 'cancelled',
      )
      return
    case 'step.started':
    case 'step.skipped':
      begin(run, event)
      return
    case 'step.waiting': {
      change(run, event.path, { status: 'waiting' })
      const { approvalId, ...wait } = event.wait
      const gate = approval ? { approvalId: approval.id, onTimeout: approval.request.onTimeout } : {}
      run.waits.set(event.path, { path: event.path, ...wait, ...gate })
      return
    }
    case 'step.woken':
      run.waits.delete(event.path)
      return
    case 'step.attemptFailed':
      change(run, event.path, { failures: stepAt(run, event.path).failures + 1 })
      return
    case 'step.succeeded':
      change(run, event.path, { status: 'succeeded', output: event.output })
      return
    case 'step.failed': {
      const failures = stepAt(run, event.path).failures + 1
      change(run, event.path, { status: 'failed', error: event.error, continued: event.continued, failures })
      return
    }
    case 'step.cancelled':
      change(run, event.path, { status: 'cancelled' })
      run.waits.delete(event.path)
      for (const gate of run.approvals.values()) {
        if (gate.path === event.path && gate.status === 'pending') gate.status = 'cancelled'
      }
      return
    case 'approval.decided': {
      const gate = run.approvals.get(event.approvalId)
      if (gate) gate.status = event.outcome
      return
    }
    default:
  }
}

function resume(run: MemoryRun, reset: string[], generation: number, at: string): void {
  for (const path of reset) {
    run.steps.delete(path)
    run.waits.delete(path)
  }
  Object.assign(run, { status: 'queued', generation, resumedAt: at, cancelRequested: false })
}

function end(run: MemoryRun, status: RunStatus): void {
  run.status = status
  run.waits.clear()
  delete run.leaseEndsAtMs
  for (const gate of run.approvals.values()) if (gate.status === 'pending') gate.status = 'cancelled'
}

function begin(
  run: MemoryRun,
  event: Extract<LoggedRunEvent, { type: 'step.started' | 'step.skipped' }>,
): void {
  const { path, at } = event
  const known = run.steps.get(path)
  const isStarted = event.type === 'step.started'
  run.steps.set(path, {
    path,
    status: isStarted ? 'running' : 'skipped',
    attempt: isStarted ? event.attempt : 0,
    failures: known?.failures ?? 0,
    startedAt: known?.startedAt ?? at,
  })
}

function change(run: MemoryRun, path: string, fields: Partial<StepState>): void {
  run.steps.set(path, { ...stepAt(run, path), ...fields })
}

function stepAt(run: MemoryRun, path: string): StepState {
  const step = run.steps.get(path)
  if (!step) throw new Error(`The log speaks of step ${path} before it started.`)
  return step
}
