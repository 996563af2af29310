import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { LoggedRunEvent, RunEvent } from '@/server/kernel/run-events'
import { isRunEnded } from '@/server/kernel/statuses'
import {
  type Acquired,
  type CommitItem,
  type Lease,
  LeaseLost,
  type Pulse,
  type RunSnapshot,
  type RunStore,
  type WaitState,
  type WorkflowDefinition,
} from '../contracts'
import { type Clock, resetForResume } from '../interpreter'
import { appendTo, type MemoryApproval, type MemoryRun } from './memory-run'

export const LEASE_MS = 5_000

export interface NewRun {
  definition: WorkflowDefinition
  inputs?: JsonObject
  runId?: string
}

export interface Verdict {
  outcome: 'approved' | 'rejected'
  values?: JsonObject
  comment?: string
  by?: string
}

/** A run store in memory with leases, fencing and wake-ups, and the operations that people have. */
export class MemoryStore implements RunStore {
  private readonly runs = new Map<string, MemoryRun>()

  constructor(private readonly clock: Clock) {}

  start({ definition, inputs = {}, runId = 'run_1' }: NewRun): {
    orgId: string
    runId: string
    generation: number
  } {
    const run: MemoryRun = {
      base: {
        orgId: 'org_1',
        projectId: 'prj_1',
        runId,
        number: this.runs.size + 1,
        url: `http://localhost/runs/${runId}`,
        // As a database gives it back: JSON, shared with nobody.
        definition: structuredClone(definition),
        inputs: structuredClone(inputs),
        projectVars: {},
        trigger: { kind: 'manual' },
      },
      status: 'queued',
      generation: 1,
      cancelRequested: false,
      steps: new Map(),
      waits: new Map(),
      approvals: new Map(),
      log: [],
      leaseToken: 0,
      wakesRequested: 0,
      wakesTaken: 0,
    }
    this.runs.set(runId, run)
    this.append(run, [{ type: 'run.queued', by: null, versionNumber: 1 }])
    return { orgId: 'org_1', runId, generation: 1 }
  }

  log(runId = 'run_1'): LoggedRunEvent[] {
    return structuredClone(this.runOf(runId).log)
  }

  snapshot(runId = 'run_1'): RunSnapshot {
    return snapshotOf(this.runOf(runId))
  }

  pendingApprovals(runId = 'run_1'): MemoryApproval[] {
    return [...this.runOf(runId).approvals.values()].filter(({ status }) => status === 'pending')
  }

  /** Decides a pending gate; a second decision is refused. */
  decide(path: string, verdict: Verdict, runId = 'run_1'): void {
    const run = this.runOf(runId)
    const gate = this.pendingApprovals(runId).find((candidate) => candidate.path === path)
    const wait = run.waits.get(path)
    if (!gate || !wait) throw new AppError('conflict', `No request waits at ${path}.`)
    const { outcome, values = {}, comment = null, by = 'Ada' } = verdict
    const told = comment === null ? {} : { comment }
    this.append(run, [{ type: 'approval.decided', path, approvalId: gate.id, outcome, by, ...told }])
    const resolution: JsonValue = {
      outcome,
      values,
      comment,
      decidedBy: by,
      changed: Object.keys(values).length > 0,
    }
    run.waits.set(path, { ...wait, resolution })
    run.wakesRequested += 1
  }

  requestCancel(runId = 'run_1'): void {
    const run = this.runOf(runId)
    run.cancelRequested = true
    run.wakesRequested += 1
    this.append(run, [{ type: 'run.cancelRequested', by: null }])
  }

  resume(runId = 'run_1'): { orgId: string; runId: string; generation: number } {
    const run = this.runOf(runId)
    if (run.status !== 'failed' && run.status !== 'cancelled')
      throw new AppError('invalid_state', 'Not over.')
    const reset = resetForResume(run.base.definition, [...run.steps.values()])
    this.append(run, [{ type: 'run.resumed', by: null, generation: run.generation + 1, reset }])
    return { orgId: run.base.orgId, runId, generation: run.generation }
  }

  /** Whether a bell has rung that no wave has heard. */
  hasUnheardWake(runId: string): boolean {
    const run = this.runOf(runId)
    return run.wakesRequested > run.wakesTaken
  }

  /** Somebody else takes the lease, whoever holds it: its owner must notice. */
  stealLease(runId = 'run_1'): void {
    const run = this.runOf(runId)
    run.leaseToken += 1
    run.leaseEndsAtMs = this.nowMs + LEASE_MS
  }

  async acquire({ runId, generation }: { runId: string; generation: number }): Promise<Acquired> {
    const run = this.runs.get(runId)
    if (!run || isRunEnded(run.status) || run.generation !== generation) return { kind: 'ended' }
    if (run.leaseEndsAtMs !== undefined && run.leaseEndsAtMs > this.nowMs) {
      return { kind: 'busy', retryAfterMs: run.leaseEndsAtMs - this.nowMs }
    }
    run.leaseToken += 1
    run.leaseEndsAtMs = this.nowMs + LEASE_MS
    run.wakesTaken = run.wakesRequested
    return {
      kind: 'acquired',
      lease: { orgId: run.base.orgId, runId, token: run.leaseToken },
      snapshot: snapshotOf(run),
    }
  }

  async commit(lease: Lease, items: CommitItem[]): Promise<void> {
    const run = this.held(lease)
    for (const item of items) {
      if (item.type !== 'approval.decided' || run.approvals.get(item.approvalId)?.status === 'pending')
        continue
      throw new AppError('conflict', `The request at ${item.path} is decided already.`)
    }
    this.append(run, items)
    if (!isRunEnded(run.status)) run.leaseEndsAtMs = this.nowMs + LEASE_MS
  }

  async heartbeat(lease: Lease): Promise<Pulse> {
    const run = this.held(lease)
    run.leaseEndsAtMs = this.nowMs + LEASE_MS
    const woken = run.wakesRequested > run.wakesTaken
    run.wakesTaken = run.wakesRequested
    return { cancelRequested: run.cancelRequested, woken }
  }

  async readWaits(lease: Lease): Promise<WaitState[]> {
    return structuredClone([...this.held(lease).waits.values()])
  }

  async release(lease: Lease): Promise<Pulse> {
    const run = this.held(lease)
    if (run.wakesRequested > run.wakesTaken) return this.heartbeat(lease)
    delete run.leaseEndsAtMs
    if (run.status === 'running') run.status = 'waiting'
    return { cancelRequested: false, woken: false }
  }

  private held(lease: Lease): MemoryRun {
    const run = this.runOf(lease.runId)
    const isLive = run.leaseEndsAtMs !== undefined && run.leaseEndsAtMs > this.nowMs
    if (run.leaseToken !== lease.token || !isLive) throw new LeaseLost(lease.runId)
    return run
  }

  private append(run: MemoryRun, items: readonly (CommitItem | RunEvent)[]): void {
    appendTo(run, items, this.clock.now().toISOString())
  }

  private runOf(runId: string): MemoryRun {
    const run = this.runs.get(runId)
    if (!run) throw new Error(`There is no run ${runId}.`)
    return run
  }

  private get nowMs(): number {
    return this.clock.now().getTime()
  }
}

function snapshotOf(run: MemoryRun): RunSnapshot {
  const { base, status, generation, cancelRequested, startedAt, resumedAt } = run
  return structuredClone({
    ...base,
    status,
    generation,
    cancelRequested,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(resumedAt === undefined ? {} : { resumedAt }),
    steps: [...run.steps.values()],
    waits: [...run.waits.values()],
  })
}
