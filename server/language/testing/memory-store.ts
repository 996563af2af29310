import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { LoggedRunEvent, RunEvent } from '@/server/kernel/run-events'
import { isRunEnded } from '@/server/kernel/statuses'
import {
  type Acquired,
  type ChildOutcome,
  type CommitItem,
  type Lease,
  LeaseLost,
  type Pulse,
  type RunFragment,
  type RunSnapshot,
  type RunStore,
  type WaitState,
  type WorkflowDefinition,
} from '../contracts'
import { type Clock, resetForResume, resetForRollback } from '../interpreter'
import { appendTo, type MemoryApproval, type MemoryRun } from './memory-run'

export const LEASE_MS = 5_000

export interface NewRun {
  definition: WorkflowDefinition
  inputs?: JsonObject
  runId?: string
  parent?: { runId: string; path: string; attempt: number }
  fragment?: RunFragment
}

export interface Verdict {
  outcome: 'approved' | 'rejected'
  values?: JsonObject
  comment?: string
  by?: string
}

export interface RunRequest {
  orgId: string
  runId: string
  generation: number
}

/** A run store in memory with leases, fencing and wake-ups, and the operations that people have. */
export class MemoryStore implements RunStore {
  private readonly runs = new Map<string, MemoryRun>()
  /** Outputs that steps keep for other runs, by key. */
  readonly cached = new Map<string, { output: JsonValue; expiresAt: string }>()
  /** Places under limits, in the order in which they were asked for. */
  readonly slots: { key: string; limit: number; runId: string; path: string }[] = []

  constructor(private readonly clock: Clock) {}

  start({ definition, inputs = {}, runId = 'run_1', parent, fragment }: NewRun): RunRequest {
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
        trigger: parent ? { kind: 'workflow', runId: parent.runId, path: parent.path } : { kind: 'manual' },
        ...(fragment ? { fragment: structuredClone(fragment) } : {}),
      },
      ...(parent ? { parent } : {}),
      status: 'queued',
      generation: 1,
      phase: 'main',
      stop: 'none',
      pausedMs: 0,
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

  /** The run that this attempt of a step started. */
  childOf(parent: NonNullable<NewRun['parent']>): MemoryRun | undefined {
    return [...this.runs.values()].find(
      ({ parent: own }) => own && JSON.stringify(own) === JSON.stringify(parent),
    )
  }

  /** Runs that are not over, in the order in which they were started. */
  openRuns(): RunRequest[] {
    return [...this.runs.values()]
      .filter(({ status }) => !isRunEnded(status))
      .map(({ base, generation }) => ({ orgId: base.orgId, runId: base.runId, generation }))
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
    const changed = Object.keys(values).length > 0
    run.waits.set(path, { ...wait, resolution: { outcome, values, comment, decidedBy: by, changed } })
    run.wakesRequested += 1
  }

  /** Asked twice, it leaves out `finally` and rollback. */
  requestCancel(runId = 'run_1'): void {
    const run = this.runOf(runId)
    if (isRunEnded(run.status)) return
    const isForced = run.stop !== 'none'
    run.stop = isForced ? 'kill' : 'cancel'
    run.wakesRequested += 1
    this.append(run, [{ type: 'run.cancelRequested', by: null, ...(isForced ? { isForced } : {}) }])
  }

  pause(runId = 'run_1'): void {
    const run = this.runOf(runId)
    run.pausedAtMs = this.nowMs
    run.wakesRequested += 1
    this.append(run, [{ type: 'run.paused', by: null }])
  }

  continue(runId = 'run_1'): void {
    const run = this.runOf(runId)
    run.pausedMs += this.nowMs - (run.pausedAtMs ?? this.nowMs)
    delete run.pausedAtMs
    run.wakesRequested += 1
    this.append(run, [{ type: 'run.continued', by: null }])
  }

  resume(runId = 'run_1'): RunRequest {
    const run = this.ended(runId)
    const reset = resetForResume(run.base.definition, [...run.steps.values()])
    this.append(run, [{ type: 'run.resumed', by: null, generation: run.generation + 1, reset }])
    return { orgId: run.base.orgId, runId, generation: run.generation }
  }

  rollBack(runId = 'run_1'): RunRequest {
    const run = this.ended(runId)
    const reset = resetForRollback([...run.steps.values()])
    this.append(run, [{ type: 'run.rollbackRequested', by: null, generation: run.generation + 1, reset }])
    return { orgId: run.base.orgId, runId, generation: run.generation }
  }

  /** Wakes the runs that wait for an event of this name. */
  wakeForEvent(name: string): void {
    for (const run of this.runs.values())
      if ([...run.waits.values()].some(({ eventName }) => eventName === name)) run.wakesRequested += 1
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
      snapshot: structuredClone({ ...snapshotOf(run), waits: this.waitsOf(run) }),
    }
  }

  async commit(lease: Lease, items: CommitItem[], at: string): Promise<void> {
    const run = this.held(lease)
    for (const item of items) {
      if (item.type !== 'approval.decided' || run.approvals.get(item.approvalId)?.status === 'pending')
        continue
      throw new AppError('conflict', `The request at ${item.path} is decided already.`)
    }
    this.append(run, items, at)
    for (const item of items)
      if ('cache' in item) this.cached.set(item.cache.key, { ...item.cache, output: item.output })
    this.freeSlots(run)
    if (isRunEnded(run.status)) this.tellParent(run)
    else run.leaseEndsAtMs = this.nowMs + LEASE_MS
  }

  async heartbeat(lease: Lease): Promise<Pulse> {
    const run = this.held(lease)
    run.leaseEndsAtMs = this.nowMs + LEASE_MS
    const woken = run.wakesRequested > run.wakesTaken
    run.wakesTaken = run.wakesRequested
    return { ...asked(run), woken }
  }

  async readWaits(lease: Lease): Promise<WaitState[]> {
    return structuredClone(this.waitsOf(this.held(lease)))
  }

  async release(lease: Lease): Promise<Pulse> {
    const run = this.held(lease)
    if (run.wakesRequested > run.wakesTaken) return this.heartbeat(lease)
    delete run.leaseEndsAtMs
    if (run.status === 'running') run.status = 'waiting'
    return { ...asked(run), woken: false }
  }

  /** Steps that are over give their places back, and whoever is next is woken. */
  private freeSlots(run: MemoryRun): void {
    const isOver = (path: string) => {
      const status = run.steps.get(path)?.status
      return isRunEnded(run.status) || (status !== undefined && status !== 'running' && status !== 'waiting')
    }
    const free = this.slots.filter(({ runId, path }) => runId === run.base.runId && isOver(path))
    for (const slot of free) {
      this.slots.splice(this.slots.indexOf(slot), 1)
      for (const next of this.slots) if (next.key === slot.key) this.runOf(next.runId).wakesRequested += 1
    }
  }

  /** Nobody is told where nobody waits yet. */
  private tellParent({ parent, base }: MemoryRun): void {
    const starter = parent && this.runs.get(parent.runId)
    if (!starter) return
    const isAwaited = [...starter.waits.values()].some(({ childRunId }) => childRunId === base.runId)
    if (isAwaited) starter.wakesRequested += 1
  }

  /** A wait for another run is answered by that run's own end. */
  private waitsOf(run: MemoryRun): WaitState[] {
    return [...run.waits.values()].map((wait) => {
      const child = wait.childRunId === undefined ? undefined : this.runs.get(wait.childRunId)
      const resolution = child && outcomeOf(child)
      return resolution === undefined ? wait : { ...wait, resolution }
    })
  }

  private held(lease: Lease): MemoryRun {
    const run = this.runOf(lease.runId)
    const isLive = run.leaseEndsAtMs !== undefined && run.leaseEndsAtMs > this.nowMs
    if (run.leaseToken !== lease.token || !isLive) throw new LeaseLost(lease.runId)
    return run
  }

  private ended(runId: string): MemoryRun {
    const run = this.runOf(runId)
    if (!isRunEnded(run.status)) throw new AppError('invalid_state', 'Not over.')
    return run
  }

  private append(
    run: MemoryRun,
    items: readonly (CommitItem | RunEvent)[],
    at = this.clock.now().toISOString(),
  ): void {
    appendTo(run, items, at)
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

/** How a run ended, as the step that waits for it is told. */
function outcomeOf({ status, log }: MemoryRun): JsonValue | undefined {
  const over = log.at(-1)
  if (!isRunEnded(status) || !over) return undefined
  const outcome: ChildOutcome =
    over.type === 'run.succeeded'
      ? { status: 'succeeded', output: over.output }
      : {
          status: status === 'cancelled' || status === 'rolled_back' ? status : 'failed',
          error: 'error' in over ? (over.error ?? null) : null,
        }
  // A run's end is JSON all through.
  return JSON.parse(JSON.stringify(outcome)) as JsonValue
}

function asked({ stop, pausedAtMs }: MemoryRun): Pick<Pulse, 'stop' | 'isPaused'> {
  return { stop, isPaused: pausedAtMs !== undefined }
}

function snapshotOf(run: MemoryRun): RunSnapshot {
  const { base, status, generation, phase, outcome, pausedMs, startedAt, resumedAt } = run
  return structuredClone({
    ...base,
    ...asked(run),
    status,
    generation,
    phase,
    pausedMs,
    ...(outcome === undefined ? {} : { outcome }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(resumedAt === undefined ? {} : { resumedAt }),
    steps: [...run.steps.values()],
    waits: [...run.waits.values()],
  })
}
