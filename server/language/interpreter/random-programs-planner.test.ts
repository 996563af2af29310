import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunError } from '@/server/kernel/run-events'
import { atDepth } from '@/test/depth'
import type { CodeCall, Step, WorkflowDefinition } from '../contracts'
import { forEachKind } from '../definition/kinds/for-each'
import { loopKind } from '../definition/kinds/loop'
import { parallelKind } from '../definition/kinds/parallel'
import { switchKind } from '../definition/kinds/switch'
import { type ProgramOrder, randomPrograms } from '../testing/random-programs'
import { callOf } from './plan/container-rules'
import { type ContainerSpec, isContainer } from './plan/container-spec'
import type { PlanAction } from './plan/plan-action'
import type { PlanNode, SlotResult } from './plan/plan-node'
import { Planner } from './plan/planner'

const ORDERS: ProgramOrder[] = ['sequential', 'wide']
const fates = fc.infiniteStream(fc.constantFrom(true, true, true, false))

describe.each(ORDERS)('the plan of a %s program', (order) => {
  it('starts each step after its needs, none twice, and always ends', () => {
    fc.assert(
      fc.property(randomPrograms(order), fates, fc.infiniteStream(fc.nat(50)), (definition, fate, picks) => {
        const play = new Play(definition, {
          succeeds: () => fate.next().value,
          pick: (count) => picks.next().value % count,
        })
        play.toTheEnd()
        expect(play.tooEarly).toEqual([])
        expect(new Set(play.started).size).toBe(play.started.length)
        expect(play.unsettled).toEqual([])
      }),
      { numRuns: atDepth(100, 3_000) },
    )
  })
})

interface Chance {
  succeeds(): boolean
  pick(count: number): number
}

/** More than any of these programs needs. */
const MOST_TURNS = 20_000

/** Plays a program on the planner alone: what runs ends in any order, well or not. */
class Play {
  readonly started: string[] = []
  /** Steps that were started before something that they need was over. */
  readonly tooEarly: string[] = []
  private readonly settled = new Set<string>()
  private readonly running: PlanNode[] = []
  private readonly planner: Planner
  private isLast: boolean

  constructor(
    private readonly definition: WorkflowDefinition,
    private readonly chance: Chance,
  ) {
    this.planner = new Planner(definition, [])
    this.isLast = definition.finally === undefined
  }

  get unsettled(): string[] {
    return this.started.filter((path) => !this.settled.has(path))
  }

  toTheEnd(): void {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const node = this.planner.takeReady()
      if (node) this.start(node)
      else if (this.act()) continue
      else if (this.running.length > 0) this.endOne()
      else if (this.planner.end && !this.isLast) {
        this.isLast = true
        this.planner.openFinally()
      } else if (this.planner.end) return
      else throw new Error(`Nothing can be done, yet the run is not over: ${JSON.stringify(this.definition)}`)
    }
    throw new Error('The run does not end.')
  }

  private start(node: PlanNode) {
    const { path, step } = node
    const before = path.slice(0, path.length - step.id.length)
    if (step.needs.some((need) => !this.settled.has(`${before}${need}`))) this.tooEarly.push(path)
    if (step.if === 'false') return this.settle(node, { status: 'skipped' })
    this.started.push(path)
    node.attempt += 1
    if (isContainer(step)) return this.planner.open(node, specOf(step))
    if (step.kind === 'code') return this.planner.call(node, CALLS)
    this.running.push(node)
  }

  private act(): boolean {
    const actions = this.planner.takeActions()
    for (const action of actions) this.take(action)
    return actions.length > 0
  }

  private take(action: PlanAction) {
    const { node } = action
    if (action.kind === 'finish') return this.finish(node, action.result)
    if (action.kind === 'cancel') return this.settle(node, { status: 'cancelled' })
    if (action.kind === 'decide')
      return this.planner.iterate(node, action.iteration < iterationsOf(node.step))
    if (action.kind === 'abort' && this.running.includes(node)) {
      this.running.splice(this.running.indexOf(node), 1)
      this.settle(node, { status: 'cancelled' })
    }
  }

  private endOne() {
    const [node] = this.running.splice(this.chance.pick(this.running.length), 1)
    if (!node) return
    if (this.chance.succeeds()) this.settle(node, { status: 'succeeded', output: node.path })
    else this.fail(node, { code: 'x', message: 'x', path: node.path })
  }

  private finish(node: PlanNode, result: SlotResult) {
    if (result.kind === 'cancelled' && node.container?.spec.kind !== 'calls')
      return this.settle(node, { status: 'cancelled' })
    if (result.kind === 'failed') return this.fail(node, result.error)
    const output = result.kind === 'completed' ? result.output : null
    if (node.caught && node.error)
      return this.settle(node, { status: 'failed', error: node.error, continued: true, output })
    this.settle(node, { status: 'succeeded', output })
  }

  private fail(node: PlanNode, error: RunError) {
    const { onError, handler } = node.step
    if (onError === 'handle' && handler && !node.caught && !this.planner.isStopped(node)) {
      Object.assign(node, { caught: true, error })
      return this.planner.open(node, { kind: 'handler' })
    }
    this.settle(node, { status: 'failed', error, continued: onError === 'continue' })
  }

  private settle(node: PlanNode, settlement: Parameters<Planner['settle']>[1]) {
    expect(this.settled.has(node.path), `${node.path} ends twice`).toBe(false)
    this.settled.add(node.path)
    this.planner.settle(node, settlement)
    const { owner } = node.frame
    if (!owner || !callOf(node)) return
    // The code waits for one of its calls only.
    this.planner.closeCalls(owner)
  }
}

const CALLS: CodeCall[] = [0, 1].map((index) => ({ index, kind: 'http', config: {}, digest: String(index) }))

function specOf(step: Step): ContainerSpec {
  switch (step.kind) {
    case 'forEach':
      return { kind: 'forEach', ...forEachKind.runSchema.parse(step.config), offset: 0 }
    case 'loop': {
      const { while: condition = '', maxIterations } = loopKind.runSchema.parse(step.config)
      return { kind: 'loop', while: condition, maxIterations }
    }
    case 'switch': {
      const config = switchKind.runSchema.parse(step.config)
      const slot = config.kind === 'value' ? config.names.indexOf(String(config.value)) : -1
      return slot < 0 ? { kind: 'switch' } : { kind: 'switch', slot }
    }
    default: {
      const { join, maxConcurrency = Number.POSITIVE_INFINITY } = parallelKind.runSchema.parse(step.config)
      return { kind: 'parallel', join, maxConcurrency }
    }
  }
}

/** The number that stands in the condition of these loops. */
function iterationsOf({ config }: Step): number {
  return Number(/< (\d+)/.exec(JSON.stringify(config))?.[1])
}
