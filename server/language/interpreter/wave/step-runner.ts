import type { StepFailure, StepKind, StepOutcome, WaitRequest } from '../../contracts'
import type { PlanNode } from '../plan/plan-node'
import { type Attempt, type AttemptEnd, startAttempt, timeoutFailure } from './attempt'
import { type Prepared, prepareStep } from './prepare-step'
import { retryDelayMs } from './retry-delay'
import { failureEndOf, runErrorOf, settle, settleCancelled, successOf } from './settle-step'
import { handlerContext } from './step-context'
import type { WaitKeeper } from './wait-keeper'
import type { WaveContext } from './wave-context'

/** A step whose process died this often is taken to be what kills it. */
const MAX_INTERRUPTIONS = 25

/** Takes ready steps through condition, configuration, start, attempt and result. */
export class StepRunner {
  private readonly held = new Set<PlanNode>()
  private readonly attempts = new Map<PlanNode, Attempt>()

  constructor(
    private readonly wave: WaveContext,
    private readonly waits: WaitKeeper,
  ) {}

  get heldCount(): number {
    return this.held.size
  }

  begin(node: PlanNode): void {
    this.held.add(node)
    this.wave.work(prepareStep(this.wave, node), (prepared) => this.onPrepared(node, prepared))
  }

  /** Opens a container that the log shows started already. */
  reopen(node: PlanNode): void {
    this.held.add(node)
    this.wave.work(prepareStep(this.wave, node), (prepared) => {
      this.held.delete(node)
      if (prepared.kind === 'open') this.open(node, prepared)
      else if (prepared.kind === 'refused')
        settle(this.wave, node, failureEndOf(this.wave, node, prepared.failure))
      else throw new Error(`The container ${node.path} could not be opened again.`)
    })
  }

  abort(node: PlanNode): void {
    this.attempts.get(node)?.cancel()
  }

  /** Stops every handler: nobody will take its result. */
  abandonAll(): void {
    for (const attempt of this.attempts.values()) attempt.cancel()
  }

  private onPrepared(node: PlanNode, prepared: Prepared) {
    const { wave } = this
    if (wave.planner.isStopped(node)) {
      this.held.delete(node)
      wave.planner.giveBack(node)
      return
    }
    if (this.waits.takeWoken(node)) wave.commits.add([{ type: 'step.woken', path: node.path }])
    if (node.orphaned) {
      node.orphaned = false
      wave.commits.add([{ type: 'step.interrupted', path: node.path, attempt: node.attempt }])
      if (node.attempt - node.failures > MAX_INTERRUPTIONS) return this.giveUp(node, interruptedTooOften())
    }
    if (prepared.kind === 'skip') return this.skip(node, prepared.reason)
    this.recordStart(node, prepared)
  }

  private skip(node: PlanNode, reason: string) {
    this.held.delete(node)
    const { id, kind } = node.step
    settle(this.wave, node, {
      event: { type: 'step.skipped', path: node.path, stepId: id, kind, reason },
      settlement: { status: 'skipped' },
    })
  }

  private recordStart(node: PlanNode, prepared: Exclude<Prepared, { kind: 'skip' }>) {
    const { wave } = this
    const { step, path } = node
    node.attempt += 1
    node.startedAt ??= wave.ports.clock.now().toISOString()
    const name = step.name === undefined ? {} : { name: step.name }
    const { attempt } = node
    const { input } = prepared
    const started = {
      type: 'step.started' as const,
      path,
      stepId: step.id,
      kind: step.kind,
      ...name,
      attempt,
      input,
    }
    if (prepared.kind === 'run') {
      wave.commits.add([started], () => this.launch(node, prepared))
      return
    }
    wave.commits.add([started])
    if (prepared.kind === 'refused') return this.onFailed(node, prepared.failure)
    this.held.delete(node)
    this.open(node, prepared)
  }

  private open(node: PlanNode, { spec }: Extract<Prepared, { kind: 'open' }>) {
    const { wave } = this
    wave.planner.open(node, spec)
    const { timeoutMs } = node.step
    if (timeoutMs === undefined) return
    const startedMs = node.startedAt === undefined ? wave.nowMs() : Date.parse(node.startedAt)
    wave.due.add(startedMs + timeoutMs, () =>
      wave.planner.failContainer(node, runErrorOf(wave, node, timeoutFailure(timeoutMs))),
    )
  }

  /** Only after the commit of `step.started`: what is not in the log has not run. */
  private launch(node: PlanNode, prepared: Extract<Prepared, { kind: 'run' }>) {
    const { wave } = this
    if (wave.planner.isStopped(node)) {
      this.held.delete(node)
      settleCancelled(wave, node)
      return
    }
    // Each kind is registered under its name, and its schema has parsed this configuration.
    const handler = wave.ports.handlerOf(node.step.kind) as StepKind<unknown> | undefined
    if (!handler) throw new Error(`No plug-in is registered for steps of kind "${node.step.kind}".`)
    const { orgId, runId } = wave.snapshot
    const context = handlerContext(wave, node, prepared)
    const attempt = startAttempt({
      clock: wave.ports.clock,
      timeoutMs: node.step.timeoutMs,
      graceMs: wave.limits.graceMs,
      run: async (signal) => handler.run({ ...context.fields, signal }),
      onBug: (error) => wave.ports.reportBug(error, { orgId, runId, path: node.path }),
    })
    this.attempts.set(node, attempt)
    wave.work(attempt.done, (end) => {
      context.close()
      this.attempts.delete(node)
      this.onAttemptEnd(node, end)
    })
  }

  private onAttemptEnd(node: PlanNode, end: AttemptEnd) {
    if (end.kind === 'ended') return this.onOutcome(node, end.outcome)
    this.held.delete(node)
    settleCancelled(this.wave, node)
  }

  private onOutcome(node: PlanNode, outcome: StepOutcome) {
    if (outcome.kind === 'failed') return this.onFailed(node, outcome.failure)
    if (outcome.kind === 'waiting') return this.onWaiting(node, outcome.wait)
    const success = successOf(this.wave, node, outcome.output)
    if (!success.ok) return this.onFailed(node, success.failure)
    this.held.delete(node)
    settle(this.wave, node, success.end)
  }

  private onWaiting(node: PlanNode, wait: WaitRequest) {
    this.held.delete(node)
    if (this.wave.planner.isStopped(node)) return settleCancelled(this.wave, node)
    this.waits.open(node, wait)
  }

  private onFailed(node: PlanNode, failure: StepFailure) {
    const { wave } = this
    node.failures += 1
    const { retry } = node.step
    const delayMs = wave.planner.isStopped(node)
      ? undefined
      : retryDelayMs(retry, node.failures, failure, wave.ports.random)
    if (delayMs === undefined) return this.giveUp(node, failure)
    this.held.delete(node)
    const retryAt = new Date(wave.nowMs() + delayMs).toISOString()
    const error = runErrorOf(wave, node, failure)
    wave.commits.add([{ type: 'step.attemptFailed', path: node.path, attempt: node.attempt, error, retryAt }])
    this.waits.open(node, { kind: 'retry', dueAt: retryAt, attempt: node.attempt + 1 })
  }

  private giveUp(node: PlanNode, failure: StepFailure) {
    this.held.delete(node)
    settle(this.wave, node, failureEndOf(this.wave, node, failure))
  }
}

function interruptedTooOften(): StepFailure {
  const message = `The process that ran this step died ${MAX_INTERRUPTIONS} times. Look for what ends it, then resume the run.`
  return { code: 'interrupted', message, retryable: false }
}
