import type { CodeCall, StepFailure, StepKind, StepOutcome, WaitRequest } from '../../contracts'
import { callOf } from '../plan/container-rules'
import type { PlanNode, SlotResult } from '../plan/plan-node'
import { type Attempt, type AttemptEnd, startAttempt } from './attempt'
import { CodeCalls } from './code-calls'
import { expandSteps } from './expand-steps'
import { finishContainer } from './finish-container'
import { type Prepared, prepareStep } from './prepare-step'
import { retryOrFail } from './retry-step'
import { cachedEndOf, failStep, settle, settleCancelled, successOf } from './settle-step'
import { handlerContext, onceAnAttempt } from './step-context'
import type { WaitKeeper } from './wait-keeper'
import type { WaveContext } from './wave-context'

/** A step whose process died this often is taken to be what kills it. */
const MAX_INTERRUPTIONS = 25

type Runnable = Extract<Prepared, { kind: 'run' }>

/** Takes ready steps through condition, configuration, start, attempt and result. */
export class StepRunner {
  readonly code: CodeCalls
  private readonly held = new Set<PlanNode>()
  private readonly attempts = new Map<PlanNode, Attempt>()

  constructor(
    private readonly wave: WaveContext,
    private readonly waits: WaitKeeper,
  ) {
    this.code = new CodeCalls(wave, {
      runAgain: (node, prepared) => {
        this.held.add(node)
        this.launch(node, prepared)
      },
      abort: (node) => this.abort(node),
      letGo: (node) => void this.held.delete(node),
    })
  }

  get heldCount(): number {
    return this.held.size
  }

  begin(node: PlanNode) {
    this.held.add(node)
    this.wave.work(prepareStep(this.wave, node), (prepared) => this.onPrepared(node, prepared))
  }

  /** Opens a container that the log shows started already. */
  reopen(node: PlanNode) {
    const { planner } = this.wave
    if (node.caught) return planner.open(node, { kind: 'handler' })
    if (node.generated) return planner.open(node, { kind: 'generated' })
    this.held.add(node)
    this.wave.work(prepareStep(this.wave, node), (prepared) => {
      if (prepared.kind === 'run') return this.launch(node, prepared)
      this.held.delete(node)
      if (prepared.kind === 'open') this.open(node, prepared)
      else if (prepared.kind === 'refused') failStep(this.wave, node, prepared.failure)
      else throw new Error(`The container ${node.path} could not be opened again.`)
    })
  }

  abort(node: PlanNode) {
    this.attempts.get(node)?.cancel()
  }

  /** Stops every handler: nobody will take its result. */
  abandonAll() {
    for (const attempt of this.attempts.values()) attempt.cancel()
  }

  /** All lists of this container are over. */
  finish(node: PlanNode, result: SlotResult) {
    if (node.container?.spec.kind === 'calls') this.code.finish(node)
    else finishContainer(this.wave, node, result)
  }

  private onPrepared(node: PlanNode, prepared: Prepared) {
    const { wave } = this
    if (wave.planner.isStopped(node)) {
      this.held.delete(node)
      wave.planner.giveBack(node)
      return
    }
    if (prepared.kind === 'postpone') return this.postpone(node, prepared.wait)
    if (this.waits.takeWoken(node)) wave.commits.add([{ type: 'step.woken', path: node.path }])
    if (node.orphaned) {
      node.orphaned = false
      wave.commits.add([{ type: 'step.interrupted', path: node.path, attempt: node.attempt }])
      if (node.attempt - node.failures > MAX_INTERRUPTIONS) return this.giveUp(node, interruptedTooOften())
    }
    if (prepared.kind === 'skip') return this.skip(node, prepared.reason)
    this.recordStart(node, prepared)
  }

  /** Before its first attempt, for its delay or a place; before another one, for its place again. */
  private postpone(node: PlanNode, wait: WaitRequest) {
    this.held.delete(node)
    if (this.waits.takeWoken(node)) this.wave.commits.add([{ type: 'step.woken', path: node.path }])
    if (!node.isLogged) {
      node.isLogged = true
      this.wave.commits.add([{ type: 'step.queued', path: node.path, ...describe(node) }])
    }
    node.orphaned = false
    this.waits.open(node, wait)
  }

  private skip(node: PlanNode, reason: string) {
    this.held.delete(node)
    const { id, kind } = node.step
    settle(this.wave, node, {
      events: [{ type: 'step.skipped', path: node.path, stepId: id, kind, reason }],
      settlement: { status: 'skipped' },
    })
  }

  private recordStart(node: PlanNode, prepared: Exclude<Prepared, { kind: 'skip' | 'postpone' }>) {
    const { wave } = this
    node.attempt += 1
    node.isLogged = true
    node.startedAt ??= wave.ports.clock.now().toISOString()
    const { path, attempt } = node
    const { input } = prepared
    const callDigest = callOf(node)?.digest
    const call = callDigest === undefined ? {} : { callDigest }
    const started = { type: 'step.started' as const, path, ...describe(node), attempt, input, ...call }
    if (prepared.kind === 'run') return wave.commits.add([started], () => this.launch(node, prepared))
    if (prepared.kind === 'batch') return wave.commits.add([started], () => this.startBatch(node, prepared))
    wave.commits.add([started])
    if (prepared.kind === 'refused') return this.onFailed(node, prepared.failure)
    this.held.delete(node)
    if (prepared.kind === 'cached') return settle(wave, node, cachedEndOf(node, prepared.output))
    this.open(node, prepared)
  }

  private open(node: PlanNode, { spec }: Extract<Prepared, { kind: 'open' }>) {
    this.wave.planner.open(node, spec)
    if (node.step.timeoutMs !== undefined) this.wave.limitTime(node, node.step.timeoutMs)
  }

  /** Some items of a `forEach`, as a run of their own. */
  private startBatch(node: PlanNode, { fragment }: Extract<Prepared, { kind: 'batch' }>) {
    const { wave } = this
    const { orgId, projectId, runId } = wave.snapshot
    const { path, attempt } = node
    const { runs } = onceAnAttempt(wave.ports.steps, wave.snapshot, node)
    const starting = runs.startFragment({ orgId, projectId, runId, path, attempt }, fragment)
    wave.work(starting, (started) => {
      if (started.ok) this.onWaiting(node, { kind: 'child', childRunId: started.runId })
      else this.giveUp(node, { ...started, retryable: false })
    })
  }

  /** Only after the commit of `step.started`: what is not in the log has not run. */
  private launch(node: PlanNode, prepared: Runnable) {
    const { wave } = this
    if (wave.planner.isStopped(node) && !node.container) {
      this.held.delete(node)
      return this.code.close(node, () => settleCancelled(wave, node))
    }
    // Each kind is registered under its name, and its schema has parsed this configuration.
    const handler = wave.ports.handlerOf(node.step.kind) as StepKind<unknown> | undefined
    if (!handler) throw new Error(`No plug-in is registered for steps of kind "${node.step.kind}".`)
    const { orgId, runId } = wave.snapshot
    const code = node.step.kind === 'code' ? this.code.begin(node, prepared) : { answers: [] }
    const context = handlerContext(wave, node, { ...prepared, ...code })
    const attempt = startAttempt({
      clock: wave.ports.clock,
      timeoutMs: node.step.timeoutMs,
      graceMs: wave.limits.graceMs,
      run: async (signal) =>
        handler.run({
          ...context.fields,
          get signal() {
            return signal()
          },
        }),
      isInterruption: wave.ports.isInterruption,
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
    if (end.kind === 'ended' && end.outcome.kind === 'calling') return this.onCalling(node, end.outcome.calls)
    const settled = () => {
      if (end.kind === 'ended') return this.onOutcome(node, end.outcome)
      this.held.delete(node)
      settleCancelled(this.wave, node)
    }
    if (node.step.kind === 'code') this.code.close(node, settled)
    else settled()
  }

  private onCalling(node: PlanNode, calls: readonly CodeCall[]) {
    this.held.delete(node)
    if (this.wave.planner.isStopped(node) && !node.container)
      return this.code.close(node, () => settleCancelled(this.wave, node))
    this.code.wait(node, calls)
  }

  private onOutcome(node: PlanNode, outcome: StepOutcome) {
    if (outcome.kind === 'failed') return this.onFailed(node, outcome.failure)
    if (outcome.kind === 'waiting') return this.onWaiting(node, outcome.wait)
    if (outcome.kind === 'generated') return this.onGenerated(node, outcome.steps)
    if (outcome.kind === 'calling') throw new Error(`Only code makes calls, not ${node.path}.`)
    const success = successOf(this.wave, node, outcome.output)
    if (success instanceof Promise) this.wave.work(success, (kept) => this.onSuccess(node, kept))
    else this.onSuccess(node, success)
  }

  private onSuccess(node: PlanNode, success: Awaited<ReturnType<typeof successOf>>) {
    if (!success.ok) return this.onFailed(node, success.failure)
    this.held.delete(node)
    settle(this.wave, node, success.end)
  }

  private onGenerated(node: PlanNode, written: Parameters<typeof expandSteps>[2]) {
    const expanded = expandSteps(this.wave, node, written)
    if (!expanded.ok) return this.onFailed(node, expanded.failure)
    this.held.delete(node)
    this.open(node, { kind: 'open', spec: { kind: 'generated' }, input: null })
  }

  private onWaiting(node: PlanNode, wait: WaitRequest) {
    this.held.delete(node)
    if (this.wave.planner.isStopped(node)) {
      if (wait.kind === 'child') this.waits.cancelChild(wait.childRunId)
      return settleCancelled(this.wave, node)
    }
    this.waits.open(node, wait)
  }

  private onFailed(node: PlanNode, failure: StepFailure) {
    this.held.delete(node)
    retryOrFail(this.wave, node, failure, (retried, wait) => this.waits.open(retried, wait))
  }

  private giveUp(node: PlanNode, failure: StepFailure) {
    this.held.delete(node)
    failStep(this.wave, node, failure)
  }
}

function describe({ step }: PlanNode) {
  const { id, kind, name } = step
  return { stepId: id, kind, ...(name === undefined ? {} : { name }) }
}

function interruptedTooOften(): StepFailure {
  const message = `The process that ran this step died ${MAX_INTERRUPTIONS} times. Look for what ends it, then resume the run.`
  return { code: 'interrupted', message, retryable: false }
}
