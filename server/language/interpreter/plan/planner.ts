import type { RunError, RunPhase } from '@/server/kernel/run-events'
import type { CodeCall, Step, StepState } from '../../contracts'
import { slotCount, slotPath, slotSteps } from './container-rules'
import type { ContainerSpec, RollbackTarget } from './container-spec'
import { Lists } from './lists'
import type { PlanAction } from './plan-action'
import {
  createContainer,
  createNode,
  type OpenContainer,
  type PlanFrame,
  type PlanNode,
  type Settlement,
  type SlotResult,
} from './plan-node'

export type { PlanAction }

/** What a run consists of, as the plan needs it. */
export interface PlannedRun {
  steps: readonly Step[]
  finally?: readonly Step[]
}

/**
 * The plan of one run, kept up to date step by step: what is ready, which containers open and end,
 * and whether a part of the run is over. It does no I/O; each change costs only the steps that it touches.
 */
export class Planner {
  /** The main part; in later ones it is only read. */
  readonly main: PlanFrame
  private readonly lists: Lists
  private current: PlanFrame | undefined
  private ending: SlotResult | undefined

  constructor(
    private readonly run: PlannedRun,
    states: readonly StepState[],
    phase: RunPhase = 'main',
  ) {
    this.lists = new Lists(states, (frame, result) => this.onListEnd(frame, result))
    this.main = this.lists.open({ path: '', steps: run.steps, isClosed: phase !== 'main' })
    this.current = this.main
    if (phase === 'finally') this.openFinally()
  }

  /** How the part of the run that is going on ended; set once every list of it is over. */
  get end(): SlotResult | undefined {
    return this.ending
  }

  get touched(): number {
    return this.lists.touched
  }

  get hasReady(): boolean {
    return !this.lists.ready.isEmpty
  }

  /** Goes on with `finally`, the main part being over. */
  openFinally() {
    this.ending = undefined
    // It may be over as it opens, where the log shows all of it ended.
    this.current = undefined
    this.current = this.lists.open({ path: 'finally', steps: this.run.finally ?? [], before: this.main })
  }

  /** Goes on with the rollback of these steps, in this order. */
  openRollback(targets: readonly RollbackTarget[]) {
    this.ending = undefined
    const empty = this.lists.open({ path: '', steps: [], before: this.main, isClosed: true })
    const frame: PlanFrame = {
      ...empty,
      isStopping: false,
      isAborting: false,
      isDone: false,
      live: 1,
      unsettled: 1,
    }
    this.current = frame
    const node = createNode(frame, ROLLBACK, 0)
    node.status = 'claimed'
    frame.nodes.push(node)
    this.open(node, { kind: 'rollback', targets })
  }

  /** The next step to start, in the order in which they became ready; it is `claimed` from now on. */
  takeReady(): PlanNode | undefined {
    const node = this.lists.ready.take()
    if (!node) return undefined
    if (!node.isLogged) node.frame.live += 1
    node.status = 'claimed'
    return node
  }

  takeActions(): PlanAction[] {
    return this.lists.actions.splice(0)
  }

  /** Whether the step's list has stopped meanwhile. */
  isStopped(node: PlanNode): boolean {
    return node.frame.isStopping
  }

  /** Gives back a claimed step that is not to start, because its list has stopped. */
  giveBack(node: PlanNode) {
    if (node.isLogged) {
      this.lists.actions.push({ kind: 'cancel', node })
      return
    }
    node.status = 'blocked'
    node.frame.live -= 1
    this.lists.endIfOver(node.frame)
  }

  /** The step now waits for something outside. */
  wait(node: PlanNode) {
    node.status = 'waiting'
    if (!node.frame.isStopping) return
    node.status = 'claimed'
    this.lists.actions.push({ kind: 'cancel', node })
  }

  /** The wave takes a waiting step into its hands to settle it. */
  claim(node: PlanNode) {
    node.status = 'claimed'
  }

  /** A waiting step may start again. */
  wake(node: PlanNode) {
    this.lists.ready.add(node)
  }

  /** Opens the lists of a started container. */
  open(node: PlanNode, spec: ContainerSpec) {
    const container = createContainer(spec, slotCount(node, spec), node.frame)
    node.container = container
    if (spec.kind === 'loop') return this.openLoop(node, container)
    // Lists that the log knows come first, stopping or not: what is open in them must be closed.
    for (let slot = 0; !this.lists.isFresh && slot < container.count; slot += 1) {
      this.lists.touched += 1
      if (this.isKnown(node, spec, slot)) this.lists.openSlot(node, container, slot)
    }
    container.isFilling = false
    this.lists.fill(node, container)
  }

  /** Reads one list of a container that is over, for what its steps saw. */
  read(node: PlanNode, spec: ContainerSpec, slot: number): PlanFrame {
    const known = node.container?.active.get(slot)
    if (known && node.container?.spec.kind === spec.kind) return known
    if (node.container?.spec.kind !== spec.kind) {
      node.container = createContainer(spec, slotCount(node, spec), node.frame)
      Object.assign(node.container, { isFinished: true })
    }
    const at = { path: slotPath(node, spec, slot), steps: slotSteps(node, spec, slot) }
    return this.lists.open({ ...at, slot, owner: node, isClosed: true })
  }

  /** The next iteration of a loop runs, or the loop is over. */
  iterate(node: PlanNode, isWanted: boolean) {
    const { container } = node
    if (!container || container.isFinished) return
    if (isWanted) container.count += 1
    else container.isGrowing = false
    this.lists.fill(node, container)
  }

  /** The code waits for these calls; those that are open already go on. */
  call(node: PlanNode, calls: readonly CodeCall[]) {
    const isOpen = node.container?.spec.kind === 'calls' && !node.container.isFinished
    if (!isOpen) return this.open(node, { kind: 'calls', calls: [...calls] })
    const { container } = node
    if (container?.spec.kind !== 'calls') return
    const known = new Set(container.spec.calls.map(({ index }) => index))
    container.spec.calls.push(...calls.filter(({ index }) => !known.has(index)))
    container.count = container.spec.calls.length
    this.lists.fill(node, container)
  }

  /** The code is over, so its lists are: what it called and did not wait for is stopped. Ends in `finish` for `node`. */
  closeCalls(node: PlanNode) {
    const { container } = node
    if (!container || container.isFinished) return
    container.isGrowing = false
    this.lists.stopContainer(node, container, true)
  }

  settle(node: PlanNode, settlement: Settlement) {
    const { frame } = node
    frame.live -= 1
    this.lists.record(node, settlement)
    if (settlement.status === 'cancelled' || (settlement.status === 'failed' && !settlement.continued)) {
      this.lists.stop(frame, false)
    } else {
      this.lists.unblock(node)
    }
    this.lists.endIfOver(frame)
  }

  /** Ends a container from outside, e.g. when its time is over; it finishes as failed once all in it is closed. */
  failContainer(node: PlanNode, error: RunError) {
    const { container } = node
    if (!container || container.isFinished) return
    container.failure ??= error
    this.lists.stopContainer(node, container, true)
  }

  /** Cancels all that is open. */
  stopAll() {
    if (this.current) this.lists.stop(this.current, true)
  }

  /** All iterations that the log knows are over but the last, and only the one before it is read. */
  private openLoop(node: PlanNode, container: OpenContainer) {
    const last = this.lists.known.lastSlot.get(node.path)
    if (last === undefined) {
      container.isFilling = false
      if (container.isStopping) this.lists.fill(node, container)
      else this.lists.actions.push({ kind: 'decide', node, iteration: 0 })
      return
    }
    container.count = last + 1
    container.next = Math.max(0, last - 1)
    container.results.length = container.next
    for (; container.next <= last; container.next += 1) this.lists.openSlot(node, container, container.next)
    container.isFilling = false
    if (container.active.size === 0 && !container.isStopping)
      this.lists.actions.push({ kind: 'decide', node, iteration: last + 1 })
    this.lists.fill(node, container)
  }

  private isKnown(node: PlanNode, spec: ContainerSpec, slot: number): boolean {
    if (spec.kind === 'rollback') return this.lists.isLogged(`${slotPath(node, spec, slot)}.undo`)
    return this.lists.known.paths.has(slotPath(node, spec, slot))
  }

  private onListEnd(frame: PlanFrame, result: SlotResult) {
    // While it opens, the main part is not `current` yet.
    if (frame === this.current || this.current === undefined) this.ending = result
  }
}

/** Stands for the rollback in the plan; the log does not know it. */
const ROLLBACK: Step = {
  id: 'rollback',
  kind: 'parallel',
  config: {},
  needs: [],
  retry: { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false },
  onError: 'fail',
  line: 1,
}
