import type { JsonValue } from '@/server/kernel/json'
import type { CommitItem, Lease, StepFailure, WaitRequest, WaitState } from '../../contracts'
import type { PlanNode } from '../plan/plan-node'
import { type Decision, decisionOf, expiryOf } from './approval-outcome'
import { timeoutFailure } from './attempt'
import type { Due } from './due-queue'
import { prepareStep } from './prepare-step'
import { failureEndOf, type StepEnd, settle, settleCancelled, successOf } from './settle-step'
import type { WaveContext } from './wave-context'

interface OpenWait {
  node: PlanNode
  state: WaitState
  dues: Due[]
}

/** The store refuses an expiry only when a decision came first, and the next read shows it. */
const MAX_EXPIRY_TRIES = 3

/** Steps that wait: for a time, for another attempt, for a person. */
export class WaitKeeper {
  private readonly waiting = new Map<string, OpenWait>()
  /** Steps whose retry is due but which have not started again: the log still shows them waiting. */
  private readonly woken = new Set<PlanNode>()
  private known: Map<string, WaitState>
  /** A retry fell due when no step may start any more. */
  hasLeftOver = false

  constructor(
    private readonly wave: WaveContext,
    private readonly lease: Lease,
    private readonly mayStart: () => boolean,
  ) {
    this.known = byPath(wave.snapshot.waits)
  }

  get count(): number {
    return this.waiting.size
  }

  /** The handler of a step asked to wait. */
  open(node: PlanNode, wait: WaitRequest) {
    const due = wait.dueAt === undefined ? {} : { dueAt: wait.dueAt }
    const event = { type: 'step.waiting' as const, path: node.path, wait: { kind: wait.kind, ...due } }
    const state: WaitState = { path: node.path, kind: wait.kind, ...due }
    if (wait.kind === 'approval') {
      state.onTimeout = wait.request.onTimeout
      this.wave.commits.add([{ ...event, approval: wait.request }])
    } else {
      this.wave.commits.add([event])
    }
    this.wave.planner.wait(node)
    this.keep(node, state)
  }

  /** The log shows this step waiting. */
  load(node: PlanNode) {
    if (node.status !== 'waiting') return
    const state = this.known.get(node.path)
    if (state) return this.keep(node, state)
    node.orphaned = true
    this.wave.planner.wake(node)
  }

  cancel(node: PlanNode) {
    this.forget(node)
    this.woken.delete(node)
    settleCancelled(this.wave, node)
  }

  takeWoken(node: PlanNode): boolean {
    return this.woken.delete(node)
  }

  /** Asks the store again what the world answered. */
  reread() {
    this.wave.work(this.wave.ports.store.readWaits(this.lease), (states) => {
      this.known = byPath(states)
      for (const { node } of [...this.waiting.values()]) this.resolveIfAnswered(node)
    })
  }

  private keep(node: PlanNode, state: WaitState) {
    if (node.status !== 'waiting') return
    const wait: OpenWait = { node, state, dues: [] }
    this.waiting.set(node.path, wait)
    if (state.resolution !== undefined) return this.resolve(node, state.resolution)
    const { due } = this.wave
    if (state.dueAt !== undefined) wait.dues.push(due.add(Date.parse(state.dueAt), () => this.onDue(wait)))
    const { timeoutMs } = node.step
    if (timeoutMs === undefined || state.kind === 'retry' || node.startedAt === undefined) return
    const endMs = Date.parse(node.startedAt) + timeoutMs
    wait.dues.push(due.add(endMs, () => this.onStepTimeout(wait, timeoutMs)))
  }

  private forget(node: PlanNode) {
    for (const due of this.waiting.get(node.path)?.dues ?? []) due.cancel()
    this.waiting.delete(node.path)
  }

  private onDue(wait: OpenWait) {
    const { node, state } = wait
    if (node.status !== 'waiting') return
    if (state.kind === 'retry') return this.onRetryDue(wait)
    if (state.kind === 'approval') return this.expire(wait)
    this.forget(node)
    this.wave.planner.claim(node)
    this.finish(node, successEnd(this.wave, node, {}))
  }

  private onRetryDue({ node }: OpenWait) {
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
    if (state.kind === 'approval') return this.expire(wait, timeoutFailure(timeoutMs))
    this.forget(node)
    this.wave.planner.claim(node)
    this.finish(node, failureEndOf(this.wave, node, timeoutFailure(timeoutMs)))
  }

  /** A decision made before the expiry is committed wins: the store refuses the commit with `conflict`. */
  private expire(wait: OpenWait, failure?: StepFailure, tries = 1) {
    const { wave } = this
    const { node } = wait
    if (tries > MAX_EXPIRY_TRIES)
      throw new Error(`The approval of ${node.path} is closed, yet its step still waits.`)
    wave.planner.claim(node)
    const reading = Promise.all([wave.ports.store.readWaits(this.lease), prepareStep(wave, node)])
    wave.work(reading, ([states, prepared]) => {
      this.known = byPath(states)
      const state = this.known.get(node.path)
      if (!state) throw new Error(`The wait of ${node.path} is gone, although its step still waits.`)
      if (state.resolution !== undefined) return this.resolve(node, state.resolution)
      if (state.approvalId === undefined) throw new Error(`The wait of ${node.path} names no approval.`)
      const config = prepared.kind === 'run' ? prepared.config : undefined
      const decision = failure ? { kind: 'failed' as const, failure } : expiryOf(state.onTimeout, config)
      const end = this.endOf(node, decision)
      const decided: CommitItem = {
        type: 'approval.decided',
        path: node.path,
        approvalId: state.approvalId,
        outcome: 'expired',
        by: null,
      }
      wave.commits.addAlone(
        [decided, { type: 'step.woken', path: node.path }, end.event],
        () => this.close(node, end),
        () => this.expire(wait, failure, tries + 1),
      )
    })
  }

  private close(node: PlanNode, end: StepEnd) {
    this.forget(node)
    this.wave.planner.settle(node, end.settlement)
  }

  private resolveIfAnswered(node: PlanNode) {
    const resolution = this.known.get(node.path)?.resolution
    if (resolution !== undefined && node.status === 'waiting') this.resolve(node, resolution)
  }

  private resolve(node: PlanNode, resolution: JsonValue) {
    this.forget(node)
    this.wave.planner.claim(node)
    this.finish(node, this.endOf(node, decisionOf(resolution)))
  }

  private endOf(node: PlanNode, decision: Decision): StepEnd {
    if (decision.kind === 'failed') return failureEndOf(this.wave, node, decision.failure)
    return successEnd(this.wave, node, decision.output)
  }

  private finish(node: PlanNode, end: StepEnd) {
    this.wave.commits.add([{ type: 'step.woken', path: node.path }])
    settle(this.wave, node, end)
  }
}

function successEnd(wave: WaveContext, node: PlanNode, output: JsonValue): StepEnd {
  const success = successOf(wave, node, output)
  return success.ok ? success.end : failureEndOf(wave, node, success.failure)
}

function byPath(states: readonly WaitState[]): Map<string, WaitState> {
  return new Map(states.map((state) => [state.path, state]))
}
