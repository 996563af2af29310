import type { Step, StepState } from '../../contracts'
import { compileList, dependentsOf } from './compiled-list'
import { containerResult, effectOnOthers, slotConcurrency, slotPath, slotSteps } from './container-rules'
import { isContainer } from './container-spec'
import { decrement, frameResult, knownLists, settlementOf } from './frame-reading'
import type { PlanAction } from './plan-action'
import {
  createNode,
  isSettled,
  type OpenContainer,
  type PlanFrame,
  type PlanNode,
  type Settlement,
  type SlotResult,
  visibleStep,
} from './plan-node'
import { ReadyQueue } from './ready-queue'

interface FrameOptions {
  path: string
  steps: readonly Step[]
  slot?: number
  owner?: PlanNode
  before?: PlanFrame
  /** Nothing in it starts: it is only read. */
  isClosed?: boolean
}

/** The lists of steps that are open in a run, and what has to be done for them. */
export class Lists {
  readonly ready = new ReadyQueue()
  readonly known: ReturnType<typeof knownLists>
  readonly actions: PlanAction[] = []
  /** How often a step was looked at: tests hold this against the number of steps. */
  touched = 0
  private readonly states = new Map<string, StepState>()

  constructor(
    states: readonly StepState[],
    private readonly onEnd: (frame: PlanFrame, result: SlotResult) => void,
  ) {
    for (const state of states) this.states.set(state.path, state)
    this.known = knownLists(states)
  }

  get isFresh(): boolean {
    return this.states.size === 0
  }

  isLogged(path: string): boolean {
    return this.states.has(path)
  }

  open({ path, steps, slot = 0, owner, before, isClosed = false }: FrameOptions): PlanFrame {
    const list = compileList(steps)
    const frame: PlanFrame = {
      path,
      list,
      ...(owner ? { owner } : {}),
      ...(before ? { before } : {}),
      slot,
      nodes: [],
      blockers: [...list.needCounts],
      unsettled: steps.length,
      live: 0,
      isStopping: isClosed,
      isAborting: isClosed,
      isDone: isClosed,
      hasCancelled: false,
      visibleSteps: {},
    }
    owner?.container?.active.set(slot, frame)
    for (const [position, step] of steps.entries()) frame.nodes.push(this.load(frame, step, position))
    if (isClosed) return frame
    if (frame.failure || frame.hasCancelled || owner?.container?.isStopping) {
      this.stop(frame, owner?.container?.isAborting ?? false)
    } else {
      for (const node of frame.nodes) this.enqueueIfReady(node)
    }
    this.endIfOver(frame)
    return frame
  }

  /** A list that must not end before all of it is there: see `isFilling`. */
  openSlot(node: PlanNode, container: OpenContainer, slot: number) {
    const { spec } = container
    this.open({ path: slotPath(node, spec, slot), steps: slotSteps(node, spec, slot), slot, owner: node })
  }

  record(node: PlanNode, settlement: Settlement) {
    const { frame } = node
    node.status = settlement.status
    node.isLogged = true
    frame.unsettled -= 1
    if (settlement.status === 'succeeded') node.output = settlement.output
    if (settlement.status === 'cancelled') frame.hasCancelled = true
    if (settlement.status === 'failed') {
      node.error = settlement.error
      node.output = settlement.output ?? null
      if (!settlement.continued) frame.failure ??= settlement.error
    }
    frame.visibleSteps[node.step.id] = visibleStep(node)
  }

  /** What waited for this step may start. */
  unblock(node: PlanNode) {
    const { frame } = node
    for (const position of dependentsOf(frame.list, node.position)) {
      decrement(frame.blockers, position)
      const dependent = frame.nodes[position]
      if (dependent) this.enqueueIfReady(dependent)
    }
  }

  stop(frame: PlanFrame, isAborting: boolean) {
    if (frame.isDone || (frame.isStopping && (frame.isAborting || !isAborting))) return
    frame.isStopping = true
    frame.isAborting ||= isAborting
    for (const node of frame.nodes) this.stopNode(node, isAborting)
    this.endIfOver(frame)
  }

  stopContainer(node: PlanNode, container: OpenContainer, isAborting: boolean) {
    container.isStopping = true
    container.isAborting ||= isAborting
    for (const frame of [...container.active.values()]) this.stop(frame, isAborting)
    this.fill(node, container)
  }

  endIfOver(frame: PlanFrame) {
    if (frame.isDone || (frame.unsettled > 0 && !(frame.isStopping && frame.live === 0))) return
    frame.isDone = true
    const result = frameResult(frame)
    const { owner } = frame
    if (!owner?.container) return this.onEnd(frame, result)
    const { container } = owner
    container.active.delete(frame.slot)
    container.results[frame.slot] = result
    const effect = effectOnOthers(container, result)
    if (effect === 'drain' && result.kind === 'failed') container.failure ??= result.error
    if (result.kind === 'cancelled' && slotConcurrency(container.spec) === 1) container.isStopping = true
    if (effect !== 'none') this.stopContainer(owner, container, effect === 'abort')
    if (container.spec.kind === 'loop') this.afterIteration(owner, container, frame)
    this.fill(owner, container)
  }

  /** A loop, not a recursion: ten thousand items may be over at once. */
  fill(node: PlanNode, container: OpenContainer) {
    if (container.isFilling || container.isFinished) return
    container.isFilling = true
    const most = slotConcurrency(container.spec)
    while (!container.isStopping && container.next < container.count && container.active.size < most) {
      const slot = container.next
      container.next += 1
      if (isWanted(container, slot)) this.openSlot(node, container, slot)
    }
    container.isFilling = false
    const isFull = container.next >= container.count && !container.isGrowing
    if (container.active.size > 0 || !(container.isStopping || isFull)) return
    container.isFinished = true
    this.actions.push({ kind: 'finish', node, result: containerResult(node, container) })
  }

  private afterIteration(node: PlanNode, container: OpenContainer, frame: PlanFrame) {
    container.last = frame
    if (container.isStopping || container.isFilling) return
    // Only the iteration before is ever read.
    if (frame.slot > 0) container.results[frame.slot - 1] = undefined
    this.actions.push({ kind: 'decide', node, iteration: frame.slot + 1 })
  }

  private load(frame: PlanFrame, step: Step, position: number): PlanNode {
    this.touched += 1
    const path = frame.path === '' ? step.id : `${frame.path}.${step.id}`
    const state = this.states.get(path)
    const node = createNode(frame, step, position, state)
    if (!state) return node
    if (isSettled(state.status)) {
      this.record(node, settlementOf(state))
      for (const dependent of dependentsOf(frame.list, position)) decrement(frame.blockers, dependent)
      return node
    }
    if (frame.isDone) return node
    frame.live += 1
    // What it waited for is over where the steps of its `onError` run.
    const isWaiting = state.status === 'waiting' && !node.caught
    node.status = isWaiting ? 'waiting' : 'claimed'
    if (isWaiting) this.actions.push({ kind: 'waiting', node })
    else if (this.hasLists(node)) this.actions.push({ kind: 'open', node })
    else Object.assign(node, { status: 'blocked', orphaned: true })
    return node
  }

  /** Whether the log shows, or its kind says, that lists of steps are open inside it. */
  private hasLists(node: PlanNode): boolean {
    if (node.caught || node.generated || (isContainer(node.step) && !isBatch(node))) return true
    return node.step.kind === 'code' && this.known.paths.has(node.path)
  }

  private enqueueIfReady(node: PlanNode) {
    this.touched += 1
    if (node.status !== 'blocked' || node.frame.isStopping || node.frame.blockers[node.position] !== 0) return
    this.ready.add(node)
  }

  private stopNode(node: PlanNode, isAborting: boolean) {
    this.touched += 1
    if (isSettled(node.status)) return
    if (node.status === 'claimed') {
      if (node.container && !node.container.isFinished) this.stopContainer(node, node.container, isAborting)
      if (isAborting && !(isContainer(node.step) && !isBatch(node)))
        this.actions.push({ kind: 'abort', node })
      return
    }
    const isOpenInLog = node.isLogged
    node.status = isOpenInLog ? 'claimed' : 'blocked'
    if (isOpenInLog) this.actions.push({ kind: 'cancel', node })
  }
}

/** The one step of a batch: it stands for a child run and has no lists of its own. */
export function isBatch(node: PlanNode): boolean {
  return node.frame.owner?.container?.spec.kind === 'batches'
}

/** Of a `switch` only one branch; of the rest all that is not over or open yet. */
function isWanted({ spec, results, active }: OpenContainer, slot: number): boolean {
  if (spec.kind === 'switch' && spec.slot !== slot) return false
  return !results[slot] && !active.has(slot)
}
