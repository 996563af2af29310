import type { RunError } from '@/server/kernel/run-events'
import type { Step, StepState, WorkflowDefinition } from '../../contracts'
import { compileList } from './compiled-list'
import { containerResult, effectOnOthers } from './container-result'
import { type ContainerSpec, isContainer } from './container-spec'
import { decrement, frameResult, settlementOf, slotPath } from './frame-reading'
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

/** What the wave has to do besides starting ready steps. */
export type PlanAction =
  /** The log shows this container open: evaluate its configuration again and call `open`. */
  | { kind: 'open'; node: PlanNode }
  /** The log shows this step waiting. */
  | { kind: 'waiting'; node: PlanNode }
  /** All lists of this container are over: record it and call `settle`. */
  | { kind: 'finish'; node: PlanNode; result: SlotResult }
  /** Open in the log, but its list has stopped: record it as cancelled and call `settle`. */
  | { kind: 'cancel'; node: PlanNode }
  /** It runs, but nobody wants the result any more: abort it. */
  | { kind: 'abort'; node: PlanNode }

/**
 * The plan of one run, kept up to date step by step: what is ready, which containers open and end,
 * and whether the run is over. It does no I/O; each change costs only the steps that it touches.
 */
export class Planner {
  readonly root: PlanFrame
  /** How often a step was looked at: tests hold this against the number of steps. */
  touched = 0
  private readonly states = new Map<string, StepState>()
  private readonly knownFrames = new Set<string>()
  private actions: PlanAction[] = []
  private readonly ready = new ReadyQueue()
  private ending: SlotResult | undefined

  constructor(definition: WorkflowDefinition, states: readonly StepState[]) {
    for (const state of states) {
      this.states.set(state.path, state)
      this.knownFrames.add(state.path.slice(0, Math.max(0, state.path.lastIndexOf('.'))))
    }
    this.root = this.openFrame('', definition.steps, 0)
  }

  /** Set once every list is over. */
  get end(): SlotResult | undefined {
    return this.ending
  }

  get hasReady(): boolean {
    return !this.ready.isEmpty
  }

  /** The next step to start, in the order in which they became ready; it is `claimed` from now on. */
  takeReady(): PlanNode | undefined {
    const node = this.ready.take()
    if (!node) return undefined
    if (node.attempt === 0) node.frame.live += 1
    node.status = 'claimed'
    return node
  }

  takeActions(): PlanAction[] {
    const taken = this.actions
    this.actions = []
    return taken
  }

  /** Whether the step's list has stopped meanwhile. */
  isStopped(node: PlanNode): boolean {
    return node.frame.isStopping
  }

  /** Gives back a claimed step that is not to start, because its list has stopped. */
  giveBack(node: PlanNode): void {
    if (node.attempt > 0) {
      this.actions.push({ kind: 'cancel', node })
      return
    }
    node.status = 'blocked'
    node.frame.live -= 1
    this.endFrameIfOver(node.frame)
  }

  /** The step now waits for something outside. */
  wait(node: PlanNode): void {
    node.status = 'waiting'
    if (!node.frame.isStopping) return
    node.status = 'claimed'
    this.actions.push({ kind: 'cancel', node })
  }

  /** The wave takes a waiting step into its hands to settle it. */
  claim(node: PlanNode): void {
    node.status = 'claimed'
  }

  /** A waiting step may start again. */
  wake(node: PlanNode): void {
    this.ready.add(node)
  }

  /** Opens the lists of a started container. */
  open(node: PlanNode, spec: ContainerSpec): void {
    const container: OpenContainer = {
      spec,
      count: spec.kind === 'forEach' ? spec.items.length : (node.step.branches?.length ?? 0),
      results: [],
      active: new Map(),
      next: 0,
      isStopping: node.frame.isStopping,
      isAborting: node.frame.isAborting,
      isFilling: true,
      isFinished: false,
    }
    container.results.length = container.count
    container.results.fill(undefined)
    node.container = container
    // Lists that the log knows come first, stopping or not: what is open in them must be closed.
    for (let slot = 0; this.states.size > 0 && slot < container.count; slot += 1) {
      this.touched += 1
      if (this.knownFrames.has(slotPath(node, slot))) this.openSlot(node, container, slot)
    }
    container.isFilling = false
    this.fill(node, container)
  }

  settle(node: PlanNode, settlement: Settlement): void {
    const { frame } = node
    frame.live -= 1
    this.record(node, settlement)
    if (settlement.status === 'cancelled' || (settlement.status === 'failed' && !settlement.continued)) {
      this.stopFrame(frame, false)
    } else {
      this.unblock(node)
    }
    this.endFrameIfOver(frame)
  }

  /** Ends a container from outside, e.g. when its time is over; it finishes as failed once all in it is closed. */
  failContainer(node: PlanNode, error: RunError): void {
    const { container } = node
    if (!container || container.isFinished) return
    container.failure ??= error
    this.stopContainer(node, container, true)
  }

  /** Cancels all that is open. */
  stopAll(): void {
    this.stopFrame(this.root, true)
  }

  private openFrame(path: string, steps: readonly Step[], slot: number, owner?: PlanNode): PlanFrame {
    const list = compileList(steps)
    const frame: PlanFrame = {
      path,
      list,
      ...(owner ? { owner } : {}),
      slot,
      nodes: [],
      blockers: [...list.needCounts],
      unsettled: steps.length,
      live: 0,
      isStopping: false,
      isAborting: false,
      isDone: false,
      hasCancelled: false,
      visibleSteps: {},
    }
    owner?.container?.active.set(slot, frame)
    for (const [position, step] of steps.entries()) frame.nodes.push(this.loadNode(frame, step, position))
    if (frame.failure || frame.hasCancelled || owner?.container?.isStopping) {
      this.stopFrame(frame, owner?.container?.isAborting ?? false)
    } else {
      for (const node of frame.nodes) this.enqueueIfReady(node)
    }
    this.endFrameIfOver(frame)
    return frame
  }

  private loadNode(frame: PlanFrame, step: Step, position: number): PlanNode {
    this.touched += 1
    const path = frame.path === '' ? step.id : `${frame.path}.${step.id}`
    const state = this.states.get(path)
    const node = createNode(frame, step, position, state)
    if (!state) return node
    if (isSettled(state.status)) {
      this.record(node, settlementOf(state))
      for (const dependent of frame.list.dependents[position] ?? []) decrement(frame.blockers, dependent)
      return node
    }
    frame.live += 1
    node.status = state.status === 'waiting' ? 'waiting' : 'claimed'
    if (state.status === 'waiting') this.actions.push({ kind: 'waiting', node })
    else if (isContainer(step)) this.actions.push({ kind: 'open', node })
    else Object.assign(node, { status: 'blocked', orphaned: true })
    return node
  }

  private record(node: PlanNode, settlement: Settlement): void {
    const { frame } = node
    node.status = settlement.status
    frame.unsettled -= 1
    if (settlement.status === 'succeeded') node.output = settlement.output
    if (settlement.status === 'cancelled') frame.hasCancelled = true
    if (settlement.status === 'failed') {
      node.error = settlement.error
      if (!settlement.continued) frame.failure ??= settlement.error
    }
    frame.visibleSteps[node.step.id] = visibleStep(node)
  }

  private unblock(node: PlanNode): void {
    const { frame } = node
    for (const position of frame.list.dependents[node.position] ?? []) {
      decrement(frame.blockers, position)
      const dependent = frame.nodes[position]
      if (dependent) this.enqueueIfReady(dependent)
    }
  }

  private enqueueIfReady(node: PlanNode): void {
    this.touched += 1
    if (node.status !== 'blocked' || node.frame.isStopping || node.frame.blockers[node.position] !== 0) return
    this.ready.add(node)
  }

  private stopFrame(frame: PlanFrame, isAborting: boolean): void {
    if (frame.isDone || (frame.isStopping && (frame.isAborting || !isAborting))) return
    frame.isStopping = true
    frame.isAborting ||= isAborting
    for (const node of frame.nodes) this.stopNode(node, isAborting)
    this.endFrameIfOver(frame)
  }

  private stopNode(node: PlanNode, isAborting: boolean): void {
    this.touched += 1
    if (isSettled(node.status)) return
    if (node.status === 'claimed') {
      if (node.container) this.stopContainer(node, node.container, isAborting)
      else if (isAborting && !isContainer(node.step)) this.actions.push({ kind: 'abort', node })
      return
    }
    const isOpenInLog = node.attempt > 0
    node.status = isOpenInLog ? 'claimed' : 'blocked'
    if (isOpenInLog) this.actions.push({ kind: 'cancel', node })
  }

  private stopContainer(node: PlanNode, container: OpenContainer, isAborting: boolean): void {
    container.isStopping = true
    container.isAborting ||= isAborting
    for (const frame of [...container.active.values()]) this.stopFrame(frame, isAborting)
    this.fill(node, container)
  }

  private endFrameIfOver(frame: PlanFrame): void {
    if (frame.isDone || (frame.unsettled > 0 && !(frame.isStopping && frame.live === 0))) return
    frame.isDone = true
    const result = frameResult(frame)
    const { owner } = frame
    if (!owner?.container) {
      this.ending = result
      return
    }
    const { container } = owner
    container.active.delete(frame.slot)
    container.results[frame.slot] = result
    const effect = effectOnOthers(container, result)
    if (effect === 'drain' && result.kind === 'failed') container.failure ??= result.error
    if (effect !== 'none') this.stopContainer(owner, container, effect === 'abort')
    this.fill(owner, container)
  }

  /** A loop, not a recursion: ten thousand items may be over at once. */
  private fill(node: PlanNode, container: OpenContainer): void {
    if (container.isFilling || container.isFinished) return
    container.isFilling = true
    while (!container.isStopping && container.next < container.count) {
      if (container.active.size >= container.spec.maxConcurrency) break
      const slot = container.next
      container.next += 1
      if (!container.results[slot] && !container.active.has(slot)) this.openSlot(node, container, slot)
    }
    container.isFilling = false
    const isOver = container.active.size === 0 && (container.isStopping || container.next >= container.count)
    if (!isOver) return
    container.isFinished = true
    this.actions.push({ kind: 'finish', node, result: containerResult(node, container) })
  }

  private openSlot(node: PlanNode, container: OpenContainer, slot: number): void {
    const steps = container.spec.kind === 'forEach' ? node.step.body : node.step.branches?.[slot]?.steps
    this.openFrame(slotPath(node, slot), steps ?? [], slot, node)
  }
}
