import { type Lease, LeaseLost, type Pulse, type RunSnapshot } from '../../contracts'
import type { PlanNode } from '../plan/plan-node'
import type { PlanAction, Planner } from '../plan/planner'
import { createContext } from './create-context'
import { loopDecision } from './loop-decision'
import { NOT_NEEDED, type WaveLimits, type WavePorts, type WaveResult } from './ports'
import { RunPhases } from './run-phases'
import { openNamedSecrets } from './run-secrets'
import { runTimeout, titleRun } from './run-texts'
import { runErrorOf } from './settle-step'
import { StepRunner } from './step-runner'
import { WaitKeeper } from './wait-keeper'
import type { WaveContext } from './wave-context'

/**
 * One wave under one lease. A loop of turns: whatever happens outside (a result, a commit, a due time, a
 * pulse) is queued and taken in the loop, so that state changes in one place and in a repeatable order.
 */
export class Wave {
  private readonly context: WaveContext
  private readonly waits: WaitKeeper
  private readonly steps: StepRunner
  private readonly phases: RunPhases
  private turns: (() => void)[] = []
  private ring: () => void = () => undefined
  private working = 0
  private isPaused: boolean
  private isHandingOver = false
  private hasReleased = false
  private result: WaveResult | undefined
  private readonly errors: unknown[] = []
  private readonly endsStartsAtMs: number

  constructor(
    private readonly ports: WavePorts,
    private readonly lease: Lease,
    private readonly snapshot: RunSnapshot,
    private readonly limits: WaveLimits,
  ) {
    this.isPaused = snapshot.isPaused
    this.context = createContext(ports, lease, snapshot, limits, {
      post: (turn) => this.post(turn),
      work: (promise, turn) => this.work(promise, turn),
      fail: (error) => this.fail(error),
      scope: (base) => this.phases.scope(base),
      answer: (node, answer) => this.steps.code.answer(node, answer),
    })
    this.endsStartsAtMs = this.context.nowMs() + limits.startWindowMs
    this.waits = new WaitKeeper(this.context, lease, () => this.mayStart)
    this.steps = new StepRunner(this.context, this.waits)
    this.phases = new RunPhases(this.context, {
      end: (status) => {
        this.result = { kind: 'ended', status }
      },
      handOver: () => {
        this.isHandingOver = true
      },
    })
  }

  async run(): Promise<WaveResult> {
    try {
      await openNamedSecrets(this.context.secrets, this.snapshot)
      this.begin()
      for (;;) {
        this.takeTurns()
        await this.ports.clock.tick()
        if (this.takeTurns()) {
          // Steps that have just become ready mostly start within a tick: together with what made them ready.
          await this.ports.clock.tick()
          this.takeTurns()
        }
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

  /** False: too late, the lease is given back. */
  onPulse({ stop, isPaused, woken }: Pulse): boolean {
    this.post(() => {
      this.isPaused = isPaused
      this.phases.heed(stop)
      if (woken) this.waits.reread()
    })
    return !this.hasReleased
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
    const { definition, startedAt, resumedAt, status, pausedMs, fragment } = this.snapshot
    if (startedAt === undefined || status === 'queued') commits.add([{ type: 'run.started' }])
    if (startedAt === undefined) {
      this.work(titleRun(this.context), (titled) => titled && commits.add([titled]))
    }
    this.phases.begin()
    const { timeoutMs } = definition
    if (timeoutMs === undefined || fragment || !this.phases.isMain) return
    const since = resumedAt ?? startedAt
    const sinceMs = since === undefined ? this.context.nowMs() : Date.parse(since)
    due.add(sinceMs + pausedMs + timeoutMs, () =>
      this.phases.stopMain({ kind: 'failed', error: runTimeout(timeoutMs) }),
    )
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
    const { end } = planner
    if (end && this.endTaken !== end && this.steps.heldCount === 0 && this.working === 0) {
      this.endTaken = end
      this.phases.onPartEnd(end)
      hasBegun = true
    }
    return hasBegun
  }

  /** Each part of the run ends once. */
  private endTaken: Planner['end']

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
      for (const action of actions) this.actOn(action)
    }
  }

  private actOn(action: PlanAction) {
    const { node } = action
    switch (action.kind) {
      case 'open':
        return this.steps.reopen(node)
      case 'waiting':
        return this.waits.load(node)
      case 'decide':
        return this.decide(node, action.iteration)
      case 'abort':
        return this.steps.abort(node)
      case 'cancel':
        return this.waits.cancel(node)
      case 'finish':
        if (node.container?.spec.kind === 'rollback') return this.phases.onRollbackEnd(action.result)
        return this.steps.finish(node, action.result)
    }
  }

  /** Whether a loop goes on. */
  private decide(node: PlanNode, iteration: number) {
    const { planner } = this.context
    this.work(loopDecision(this.context, node, iteration), (decision) => {
      if (decision.ok) planner.iterate(node, decision.goesOn)
      else planner.failContainer(node, runErrorOf(this.context, node, decision.failure))
    })
  }

  private get mayStart(): boolean {
    return !this.isPaused && !this.isHandingOver && this.context.nowMs() < this.endsStartsAtMs
  }

  private get isIdle(): boolean {
    const isWorking = this.working > 0 || this.turns.length > 0
    return !isWorking && this.steps.heldCount === 0 && this.context.commits.isIdle
  }

  /** Nothing is under way: the run is over, or only waits remain, or the time for starts is. */
  private async atRest(): Promise<WaveResult | undefined> {
    const { planner, due } = this.context
    if (this.isHandingOver) return this.handOver()
    if (this.isPaused) return this.rest(null)
    if (planner.hasReady || this.waits.hasLeftOver) return this.handOver()
    if (this.waits.count === 0)
      throw new Error(`Run ${this.snapshot.runId} has nothing to do and is not over.`)
    const dueMs = due.nextAtMs
    const isShort = dueMs !== undefined && dueMs - this.context.nowMs() <= this.limits.shortWaitMs
    if (isShort && this.mayStart) {
      await this.nextHappening()
      return undefined
    }
    return this.rest(dueMs === undefined ? null : new Date(dueMs).toISOString())
  }

  /** Gives the lease back until something is due or the world changes; unless it has just changed. */
  private async rest(dueAt: string | null): Promise<WaveResult | undefined> {
    const pulse = await this.ports.store.release(this.lease)
    if (pulse.woken) {
      this.onPulse(pulse)
      return undefined
    }
    this.hasReleased = true
    // A heartbeat has told something meanwhile, and the lease is gone: for the next wave.
    if (this.turns.length > 0) return { kind: 'continue' }
    return { kind: 'waiting', dueAt, at: this.ports.clock.now().toISOString() }
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
    const over = dueMs === undefined ? undefined : new AbortController()
    await new Promise<void>((resolve) => {
      this.ring = resolve
      if (over && dueMs !== undefined)
        void this.ports.clock.sleep(Math.max(0, dueMs - this.context.nowMs()), over.signal).then(resolve)
    })
    this.ring = () => undefined
    over?.abort(NOT_NEEDED)
  }
}

export function isLeaseLost(error: unknown): boolean {
  return error instanceof LeaseLost || (error instanceof Error && error.name === 'LeaseLost')
}
