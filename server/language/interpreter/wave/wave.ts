import type { RunError } from '@/server/kernel/run-events'
import type { RunStatus } from '@/server/kernel/statuses'
import { type Lease, LeaseLost, type Pulse, type RunSnapshot } from '../../contracts'
import type { SlotResult } from '../plan/plan-node'
import { Planner } from '../plan/planner'
import { CommitQueue } from './commit-queue'
import { DueQueue } from './due-queue'
import type { WaveLimits, WavePorts, WaveResult } from './ports'
import { createRunSecrets, openNamedSecrets } from './run-secrets'
import { endRun, runTimeout, titleRun } from './run-texts'
import { baseScopeOf } from './scope'
import { failureEndOf, settle, settleCancelled, successOf } from './settle-step'
import { StepRunner } from './step-runner'
import { WaitKeeper } from './wait-keeper'
import type { WaveContext } from './wave-context'

/** Why a run is being stopped from outside of its steps. */
type Stop = { kind: 'cancelled' } | { kind: 'failed'; error: RunError }

/**
 * One wave under one lease. A loop of turns: whatever happens outside (a result, a commit, a due time, a
 * pulse) is queued and taken in the loop, so that state changes in one place and in a repeatable order.
 */
export class Wave {
  private readonly context: WaveContext
  private readonly waits: WaitKeeper
  private readonly steps: StepRunner
  private turns: (() => void)[] = []
  private ring: () => void = () => undefined
  private working = 0
  private stop: Stop | undefined
  private isEnding = false
  private result: WaveResult | undefined
  private readonly errors: unknown[] = []
  private readonly endsStartsAtMs: number

  constructor(
    private readonly ports: WavePorts,
    private readonly lease: Lease,
    private readonly snapshot: RunSnapshot,
    private readonly limits: WaveLimits,
  ) {
    const startedAt = snapshot.startedAt ?? ports.clock.now().toISOString()
    const post = (turn: () => void) => this.post(turn)
    this.context = {
      ports,
      limits,
      snapshot,
      baseScope: baseScopeOf(snapshot, startedAt),
      planner: new Planner(snapshot.definition, snapshot.steps),
      commits: new CommitQueue({
        commit: (items) => ports.store.commit(lease, items),
        post,
        onError: (error) => this.fail(error),
      }),
      due: new DueQueue(),
      secrets: createRunSecrets(ports),
      nowMs: () => ports.clock.now().getTime(),
      post,
      work: (promise, turn) => this.work(promise, turn),
    }
    this.endsStartsAtMs = this.context.nowMs() + limits.startWindowMs
    this.waits = new WaitKeeper(this.context, lease, () => this.mayStart)
    this.steps = new StepRunner(this.context, this.waits)
  }

  async run(): Promise<WaveResult> {
    try {
      await openNamedSecrets(this.context.secrets, this.snapshot)
      this.begin()
      for (let isHeldBack = false; ; ) {
        await this.ports.clock.tick()
        // Steps that have just become ready mostly start within a tick: together with what made them ready.
        isHeldBack = this.takeTurns() && !isHeldBack
        if (isHeldBack) continue
        this.context.commits.flush({ evenQuiet: this.areLogsDue() })
        if (this.result) return this.result
        if (!this.isIdle) {
          await this.nextHappening()
          continue
        }
        const result = await this.atRest()
        if (result) return result
      }
    } finally {
      this.steps.abandonAll()
    }
  }

  onPulse({ cancelRequested, woken }: Pulse): void {
    this.post(() => {
      if (cancelRequested) this.stopRun({ kind: 'cancelled' })
      if (woken) this.waits.reread()
    })
  }

  /** Ends the wave with this error at its next turn. */
  fail(error: unknown): void {
    this.errors.push(error)
    this.ring()
  }

  private throwIfFailed() {
    if (this.errors.length > 0) throw this.errors[0]
  }

  private begin() {
    const { commits, due } = this.context
    const { definition, startedAt, resumedAt, status, cancelRequested } = this.snapshot
    if (startedAt === undefined || status === 'queued') commits.add([{ type: 'run.started' }])
    if (startedAt === undefined) {
      this.work(titleRun(this.context), (titled) => titled && commits.add([titled]))
    }
    if (cancelRequested) this.stopRun({ kind: 'cancelled' })
    const { timeoutMs } = definition
    if (timeoutMs === undefined) return
    const since = resumedAt ?? startedAt
    const sinceMs = since === undefined ? this.context.nowMs() : Date.parse(since)
    due.add(sinceMs + timeoutMs, () => this.stopRun({ kind: 'failed', error: runTimeout(timeoutMs) }))
  }

  /** Takes what has happened. Whether new work has begun. */
  private takeTurns(): boolean {
    const { due, planner } = this.context
    let hasBegun = false
    this.throwIfFailed()
    due.runDue(this.context.nowMs())
    while (this.turns.length > 0) {
      const turns = this.turns
      this.turns = []
      for (const turn of turns) turn()
    }
    this.act()
    this.throwIfFailed()
    while (this.mayStart && planner.hasReady && this.steps.heldCount < this.limits.concurrency) {
      const node = planner.takeReady()
      if (node) this.steps.begin(node)
      hasBegun = true
    }
    if (planner.end && !this.isEnding && this.steps.heldCount === 0 && this.working === 0) {
      this.end(planner.end)
      hasBegun = true
    }
    return hasBegun
  }

  private logsSinceMs: number | undefined

  /** Logs wait a moment for company, as each commit costs the same however much is in it. */
  private areLogsDue(): boolean {
    const { commits, due } = this.context
    if (!commits.hasQuiet) {
      this.logsSinceMs = undefined
      return false
    }
    if (this.logsSinceMs === undefined) {
      this.logsSinceMs = this.context.nowMs()
      due.add(this.logsSinceMs + this.limits.logFlushMs, () => undefined)
    }
    return this.context.nowMs() >= this.logsSinceMs + this.limits.logFlushMs
  }

  private act() {
    const { planner } = this.context
    for (let actions = planner.takeActions(); actions.length > 0; actions = planner.takeActions()) {
      for (const { node, ...action } of actions) {
        if (action.kind === 'open') this.steps.reopen(node)
        else if (action.kind === 'waiting') this.waits.load(node)
        else if (action.kind === 'abort') this.steps.abort(node)
        else if (action.kind === 'cancel') this.waits.cancel(node)
        else if (action.result.kind === 'cancelled') settleCancelled(this.context, node)
        else if (action.result.kind === 'failed')
          settle(this.context, node, failureEndOf(this.context, node, action.result.error))
        else {
          const success = successOf(this.context, node, action.result.output)
          settle(
            this.context,
            node,
            success.ok ? success.end : failureEndOf(this.context, node, success.failure),
          )
        }
      }
    }
  }

  private stopRun(stop: Stop) {
    if (this.stop || this.isEnding) return
    this.stop = stop
    this.context.planner.stopAll()
  }

  private get mayStart(): boolean {
    return this.context.nowMs() < this.endsStartsAtMs
  }

  private get isIdle(): boolean {
    const isWorking = this.working > 0 || this.turns.length > 0
    return !isWorking && this.steps.heldCount === 0 && this.context.commits.isIdle
  }

  /** Nothing is under way: the run is over, or only waits remain, or the time for starts is. */
  private async atRest(): Promise<WaveResult | undefined> {
    const { planner, due } = this.context
    if (planner.hasReady || this.waits.hasLeftOver) return this.handOver()
    if (this.waits.count === 0)
      throw new Error(`Run ${this.snapshot.runId} has nothing to do and is not over.`)
    const dueMs = due.nextAtMs
    const isShort = dueMs !== undefined && dueMs - this.context.nowMs() <= this.limits.shortWaitMs
    if (isShort && this.mayStart) {
      await this.nextHappening()
      return undefined
    }
    const pulse = await this.ports.store.release(this.lease)
    if (!pulse.woken)
      return { kind: 'waiting', dueAt: dueMs === undefined ? null : new Date(dueMs).toISOString() }
    this.onPulse(pulse)
    return undefined
  }

  private end(end: SlotResult) {
    this.isEnding = true
    this.work(endRun(this.context, end, this.stop), (event) =>
      this.context.commits.add([event], () => {
        this.result = { kind: 'ended', status: endStatus(event) }
      }),
    )
  }

  /** The next wave reads everything anew, so a wake-up that is taken here is not lost. */
  private async handOver(): Promise<WaveResult> {
    let pulse = await this.ports.store.release(this.lease)
    for (let tries = 1; pulse.woken && tries < 5; tries += 1)
      pulse = await this.ports.store.release(this.lease)
    return { kind: 'continue' }
  }

  private post(turn: () => void): void {
    this.turns.push(turn)
    this.ring()
  }

  private work<Result>(promise: Promise<Result>, turn: (result: Result) => void): void {
    this.working += 1
    promise.then(
      (result) =>
        this.post(() => {
          this.working -= 1
          turn(result)
        }),
      (error: unknown) => this.fail(error),
    )
  }

  /** Sleeps until a turn is queued or the next due time. */
  private async nextHappening(): Promise<void> {
    if (this.turns.length > 0 || this.errors.length > 0) return
    const dueMs = this.context.due.nextAtMs
    const over = new AbortController()
    const rung = new Promise<void>((resolve) => {
      this.ring = resolve
    })
    const dueSleep =
      dueMs === undefined
        ? []
        : [this.ports.clock.sleep(Math.max(0, dueMs - this.context.nowMs()), over.signal)]
    await Promise.race([rung, ...dueSleep])
    this.ring = () => undefined
    over.abort()
  }
}

function endStatus({ type }: Awaited<ReturnType<typeof endRun>>): RunStatus {
  if (type === 'run.succeeded') return 'succeeded'
  return type === 'run.failed' ? 'failed' : 'cancelled'
}

export function isLeaseLost(error: unknown): boolean {
  return error instanceof LeaseLost || (error instanceof Error && error.name === 'LeaseLost')
}
