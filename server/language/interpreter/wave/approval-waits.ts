import type { JsonValue } from '@/server/kernel/json'
import type { CommitItem, StepFailure, WaitState } from '../../contracts'
import type { PlanNode } from '../plan/plan-node'
import { type Decision, decisionOf, expiryOf } from './approval-outcome'
import { prepareStep } from './prepare-step'
import { failStep, failureEndOf, succeedStep, successOf } from './settle-step'
import type { OpenWait } from './wait-keeper'
import type { WaveContext } from './wave-context'

/** The store refuses an expiry only when a decision came first, and the next read shows it. */
const MAX_EXPIRY_TRIES = 3

interface Keeper {
  read(): Promise<Map<string, WaitState>>
  /** The step does not wait any more. */
  end(node: PlanNode): void
}

/** How a human gate opens, or closes with nobody deciding. */
export class ApprovalWaits {
  constructor(
    private readonly wave: WaveContext,
    private readonly keeper: Keeper,
  ) {}

  decide(node: PlanNode, resolution: JsonValue) {
    this.finish(node, decisionOf(resolution))
  }

  /** A decision made before the expiry is committed wins: the store refuses the commit with `conflict`. */
  expire(wait: OpenWait, failure?: StepFailure, tries = 1) {
    const { wave } = this
    const { node } = wait
    if (tries > MAX_EXPIRY_TRIES)
      throw new Error(`The approval of ${node.path} is closed, yet its step still waits.`)
    wave.planner.claim(node)
    const reading = Promise.all([this.keeper.read(), prepareStep(wave, node)])
    wave.work(reading, ([states, prepared]) => {
      const state = states.get(node.path)
      if (!state) throw new Error(`The wait of ${node.path} is gone, although its step still waits.`)
      if (state.resolution !== undefined) return this.decideLate(node, state.resolution)
      if (state.approvalId === undefined) throw new Error(`The wait of ${node.path} names no approval.`)
      const config = prepared.kind === 'run' ? prepared.config : undefined
      const decision = failure ? { kind: 'failed' as const, failure } : expiryOf(state.onTimeout, config)
      this.commit(wait, state.approvalId, decision, () => this.expire(wait, failure, tries + 1))
    })
  }

  private decideLate(node: PlanNode, resolution: JsonValue) {
    this.keeper.end(node)
    this.wave.commits.add([{ type: 'step.woken', path: node.path }])
    this.decide(node, resolution)
  }

  /** The closing of the gate alone, so that a refusal takes nothing else along; what follows from it comes after. */
  private commit(wait: OpenWait, approvalId: string, decision: Decision, onConflict: () => void) {
    const { node } = wait
    const decided: CommitItem = {
      type: 'approval.decided',
      path: node.path,
      approvalId,
      outcome: 'expired',
      by: null,
    }
    const woken: CommitItem = { type: 'step.woken', path: node.path }
    const end = this.endOf(node, decision)
    const after = () => {
      this.keeper.end(node)
      if (end) this.wave.planner.settle(node, end.settlement)
      else this.finish(node, decision)
    }
    this.wave.commits.addAlone([decided, woken, ...(end?.events ?? [])], after, onConflict)
  }

  /** The end itself, where nothing but the log has to know it first. */
  private endOf(node: PlanNode, decision: Decision) {
    if (node.step.onError === 'handle' || node.frame.owner?.container?.spec.kind === 'calls') return undefined
    if (decision.kind === 'failed') return failureEndOf(this.wave, node, decision.failure)
    const success = successOf(this.wave, node, decision.output)
    return success instanceof Promise || !success.ok ? undefined : success.end
  }

  private finish(node: PlanNode, decision: Decision) {
    if (decision.kind === 'failed') failStep(this.wave, node, decision.failure)
    else succeedStep(this.wave, node, decision.output)
  }
}
