import type { JsonValue } from '@/server/kernel/json'
import type { Lease, StepFailure, WaitRequest, WaitState } from '../../contracts'
import type { PlanNode } from '../plan/plan-node'
import { ApprovalWaits } from './approval-waits'
import { timeoutFailure } from './attempt'
import { outcomeOfChild } from './child-outcome'
import type { Due } from './due-queue'
import { findEvent, onTimeoutOf } from './event-waits'
import { retryOrFail } from './retry-step'
import { failStep, settleCancelled, succeedStep } from './settle-step'
import type { WaveContext } from './wave-context'

export interface OpenWait {
  node: PlanNode
  state: WaitState
  dues: Due[]
}

/** A place that was given back rings a bell; this is the net under a bell that nobody heard. */
const ASK_FOR_PLACE_MS = 30_000

/** Steps that wait: for a time, another attempt, a person, an event, another run, or a place under a limit. */
export class WaitKeeper {
  private readonly waiting = new Map<string, OpenWait>()
  /** Steps that may start again but have not yet: the log still shows them waiting. */
  private readonly woken = new Set<PlanNode>()
  private readonly approvals: ApprovalWaits
  private known: Map<string, WaitState>
  /** A step may start again when none may start any more. */
  hasLeftOver = false

  constructor(
    private readonly wave: WaveContext,
    private readonly lease: Lease,
    private readonly mayStart: () => boolean,
  ) {
    this.known = byPath(wave.snapshot.waits)
    this.approvals = new ApprovalWaits(wave, {
      read: () => this.read(),
      end: (node) => this.forget(node),
    })
  }

  get count(): number {
    return this.waiting.size
  }

  /** The step waits from now on. */
  open(node: PlanNode, wait: WaitRequest) {
    const { path, startedAt } = node
    const dueAt = 'dueAt' in wait && wait.dueAt !== undefined ? { dueAt: wait.dueAt } : {}
    const event =
      wait.kind === 'event' ? { eventName: wait.eventName, since: startedAt ?? this.wave.instantIn(0) } : {}
    const child = wait.kind === 'child' ? { childRunId: wait.childRunId } : {}
    const place = { kind: wait.kind, ...dueAt, ...event, ...child }
    const waiting = { type: 'step.waiting' as const, path, wait: place }
    const state: WaitState = { path, ...place }
    if (wait.kind === 'approval') {
      state.onTimeout = wait.request.onTimeout
      // Nothing can come of it before its gate stands in the store.
      this.wave.commits.add([{ ...waiting, approval: wait.request }], () => this.keep(node, state))
      this.wave.planner.wait(node)
      return
    }
    // A child that ended before found nobody who waited, and rang for nobody: its outcome came with the wait.
    this.wave.commits.add([waiting], () => wait.kind === 'child' && this.reread())
    this.wave.planner.wait(node)
    this.keep(node, state)
  }

  /** The log shows this step waiting. */
  load(node: PlanNode) {
    if (node.status !== 'waiting') return
    const state = this.known.get(node.path)
    if (state) {
      this.keep(node, state)
      // What woke this wave may have been the place.
      const wait = state.kind === 'slot' ? this.waiting.get(node.path) : undefined
      return wait && this.startAgain(wait)
    }
    node.orphaned = node.attempt > 0
    this.wave.planner.wake(node)
  }

  cancel(node: PlanNode) {
    const childRunId = this.waiting.get(node.path)?.state.childRunId ?? this.known.get(node.path)?.childRunId
    this.forget(node)
    this.woken.delete(node)
    if (childRunId !== undefined) this.cancelChild(childRunId)
    settleCancelled(this.wave, node)
  }

  /** Nobody waits for this run any more. */
  cancelChild(runId: string) {
    const { orgId, projectId } = this.wave.snapshot
    this.wave.work(this.wave.ports.steps.runs.cancel({ orgId, projectId }, runId), () => undefined)
  }

  takeWoken(node: PlanNode): boolean {
    return this.woken.delete(node)
  }

  /** Asks the store again what the world answered. */
  reread() {
    this.wave.work(this.read(), () => {
      for (const wait of [...this.waiting.values()]) this.look(wait)
    })
  }

  private async read(): Promise<Map<string, WaitState>> {
    this.known = byPath(await this.wave.ports.store.readWaits(this.lease))
    return this.known
  }

  private keep(node: PlanNode, state: WaitState) {
    if (node.status !== 'waiting') return
    const wait: OpenWait = { node, state, dues: [] }
    this.waiting.set(node.path, wait)
    if (state.resolution !== undefined) return this.resolve(wait, state.resolution)
    const { due } = this.wave
    if (state.dueAt !== undefined) wait.dues.push(due.add(Date.parse(state.dueAt), () => this.onDue(wait)))
    if (state.kind === 'slot')
      wait.dues.push(due.add(this.wave.nowMs() + ASK_FOR_PLACE_MS, () => this.startAgain(wait)))
    if (state.kind === 'event') this.lookForEvent(wait)
    const { timeoutMs } = node.step
    if (timeoutMs === undefined || state.kind === 'retry' || node.startedAt === undefined) return
    const endMs = Date.parse(node.startedAt) + timeoutMs
    wait.dues.push(due.add(endMs, () => this.onStepTimeout(wait, timeoutMs)))
  }

  private forget(node: PlanNode) {
    for (const due of this.waiting.get(node.path)?.dues ?? []) due.cancel()
    this.waiting.delete(node.path)
  }

  /** Whether the world has answered meanwhile. */
  private look(wait: OpenWait) {
    const { node, state } = wait
    if (node.status !== 'waiting' || this.waiting.get(node.path) !== wait) return
    const resolution = this.known.get(node.path)?.resolution
    if (resolution !== undefined) return this.resolve(wait, resolution)
    if (state.kind === 'event') this.lookForEvent(wait)
    if (state.kind === 'slot') this.startAgain(wait)
  }

  private onDue(wait: OpenWait) {
    const { node, state } = wait
    if (node.status !== 'waiting') return
    if (state.kind === 'retry' || state.kind === 'delay') return this.startAgain(wait)
    if (state.kind === 'approval') return this.approvals.expire(wait)
    if (state.kind === 'event') return this.onEventTimeout(wait)
    this.end(wait, () => succeedStep(this.wave, node, {}))
  }

  private startAgain({ node }: OpenWait) {
    if (node.status !== 'waiting') return
    if (!this.mayStart()) {
      this.hasLeftOver = true
      return
    }
    this.forget(node)
    this.woken.add(node)
    this.wave.planner.wake(node)
  }

  private onStepTimeout(wait: OpenWait, timeoutMs: number) {
    const { node, state } = wait
    if (node.status !== 'waiting') return
    if (state.kind === 'approval') return this.approvals.expire(wait, timeoutFailure(timeoutMs))
    if (state.childRunId !== undefined) this.cancelChild(state.childRunId)
    this.end(wait, () => failStep(this.wave, node, timeoutFailure(timeoutMs)))
  }

  private lookForEvent(wait: OpenWait) {
    const { node } = wait
    this.wave.work(findEvent(this.wave, wait), (found) => {
      if (found === undefined || node.status !== 'waiting') return
      this.end(wait, () => {
        if (found.ok) succeedStep(this.wave, node, { ...found.event })
        else failStep(this.wave, node, found.failure)
      })
    })
  }

  /** An event that came before the end of the time counts, also where nobody has looked yet. */
  private onEventTimeout(wait: OpenWait) {
    const { node } = wait
    const looking = Promise.all([findEvent(this.wave, wait), onTimeoutOf(this.wave, node)])
    this.wave.work(looking, ([found, onTimeout]) => {
      if (node.status !== 'waiting') return
      this.end(wait, () => {
        if (found?.ok) return succeedStep(this.wave, node, { ...found.event })
        if (found) return failStep(this.wave, node, found.failure)
        if (onTimeout === 'continue') return succeedStep(this.wave, node, null)
        const message = `No event \`${wait.state.eventName}\` came in time.`
        failStep(this.wave, node, { code: 'timeout', message, retryable: false })
      })
    })
  }

  private resolve(wait: OpenWait, resolution: JsonValue) {
    const { node, state } = wait
    this.end(wait, () => {
      if (state.kind === 'approval') return this.approvals.decide(node, resolution)
      const outcome = outcomeOfChild(resolution, state.childRunId ?? '')
      if (outcome.kind === 'succeeded') succeedStep(this.wave, node, outcome.output)
      else this.retry(node, outcome.failure)
    })
  }

  /** Its policy may give it another attempt, which starts another run. */
  private retry(node: PlanNode, failure: StepFailure) {
    retryOrFail(this.wave, node, failure, (retried, wait) => this.open(retried, wait))
  }

  private end({ node }: OpenWait, how: () => void) {
    this.forget(node)
    this.wave.planner.claim(node)
    this.wave.commits.add([{ type: 'step.woken', path: node.path }])
    how()
  }
}

function byPath(states: readonly WaitState[]): Map<string, WaitState> {
  return new Map(states.map((state) => [state.path, state]))
}
