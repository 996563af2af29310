import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Step, StepState, WorkflowDefinition } from '../../contracts'
import { forEachKind, parallelKind } from '../../definition'
import { needsByPath, randomWorkflows } from '../../testing/random-workflows'
import { type ContainerSpec, isContainer } from './container-spec'
import type { PlanNode } from './plan-node'
import { Planner } from './planner'

type Fate = 'succeeded' | 'failed'

interface Play {
  fateOf(path: string): Fate
  /** Which of the running steps ends next. */
  pick(count: number): number
  /** Stops after so many ended steps, as if the process had died. */
  steps?: number
}

/** Plays a run against the planner alone, restarting what its rows show running. */
function play(planner: Planner, { fateOf, pick, steps = Number.POSITIVE_INFINITY }: Play) {
  const started: string[] = []
  const rows = new Map<string, StepState>()
  const running: PlanNode[] = []
  let left = steps
  const keep = (node: PlanNode, status: StepState['status']) => {
    const { path, attempt, output } = node
    const failed = node.error ? { error: node.error, continued: node.step.onError === 'continue' } : {}
    rows.set(path, { path, status, attempt, failures: 0, output, ...failed })
  }
  const settle: Settle = (node, settlement) => {
    planner.settle(node, settlement)
    keep(node, settlement.status)
    left -= 1
  }
  for (let turns = 0; !planner.end && left > 0; turns += 1) {
    if (turns > 100_000) throw new Error('The run does not end.')
    const node = planner.takeReady()
    if (node?.step.if === 'false' && node.attempt === 0) settle(node, { status: 'skipped' })
    else if (node) {
      started.push(node.path)
      node.attempt += 1
      keep(node, 'running')
      if (isContainer(node.step)) planner.open(node, specOf(node.step))
      else running.push(node)
    } else if (!takeActions(planner, running, settle)) {
      const [next] = running.splice(pick(running.length), 1)
      if (!next) throw new Error('Nothing is ready and nothing runs, yet the run is not over.')
      const error = { code: 'x', message: 'x', path: next.path }
      const continued = next.step.onError === 'continue'
      if (fateOf(next.path) === 'failed') settle(next, { status: 'failed', error, continued })
      else settle(next, { status: 'succeeded', output: next.path })
    }
  }
  return { started, rows, end: planner.end }
}

type Settle = (node: PlanNode, settlement: Parameters<Planner['settle']>[1]) => void

function specOf(step: Step): ContainerSpec {
  if (step.kind === 'forEach')
    return { kind: 'forEach', ...forEachKind.runSchema.parse(step.config), offset: 0 }
  const { join, maxConcurrency = Number.POSITIVE_INFINITY } = parallelKind.runSchema.parse(step.config)
  return { kind: 'parallel', join, maxConcurrency }
}

const fates = fc.infiniteStream(fc.constantFrom<Fate>('succeeded', 'succeeded', 'succeeded', 'failed'))

describe('the planner', () => {
  it('starts each step after its needs, none twice, and always ends', () => {
    fc.assert(
      fc.property(randomWorkflows(), fates, fc.infiniteStream(fc.nat(50)), (definition, fate, picks) => {
        const needs = needsByPath(definition)
        const seen: string[] = []
        const planner = new Planner(definition, [])
        const takeReady = planner.takeReady.bind(planner)
        planner.takeReady = () => {
          const node = takeReady()
          for (const need of (node && needs.get(node.path)) ?? []) expect(seen).toContain(need)
          return node
        }
        const settle = planner.settle.bind(planner)
        planner.settle = (node, settlement) => {
          if (settlement.status !== 'cancelled') seen.push(node.path)
          settle(node, settlement)
        }
        const { started, rows, end } = play(planner, {
          fateOf: () => fate.next().value,
          pick: (count) => (count === 0 ? 0 : picks.next().value % count),
        })
        expect(end).toBeDefined()
        expect(new Set(started).size).toBe(started.length)
        for (const path of started) expect(rows.get(path)?.status).not.toBe('running')
      }),
      { numRuns: 300 },
    )
  })

  it('runs every step of a run in which nothing fails, except in lists that `any` cuts short', () => {
    fc.assert(
      fc.property(randomWorkflows(), (definition) => {
        fc.pre(!JSON.stringify(definition).includes('"any"'))
        const { rows, end } = play(new Planner(definition, []), { fateOf: () => 'succeeded', pick: () => 0 })
        expect(end?.kind).toBe('completed')
        for (const path of needsByPath(definition).keys()) expect(rows.has(path)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('goes on from its rows as if nothing had happened in between', () => {
    fc.assert(
      fc.property(randomWorkflows(), fc.nat(20), (definition, steps) => {
        const fair = { fateOf: fateByPath, pick: () => 0 }
        const whole = play(new Planner(definition, []), fair)
        const { rows } = play(new Planner(definition, []), { ...fair, steps })
        const { end, started } = play(new Planner(definition, [...rows.values()]), fair)
        expect(end?.kind).toBe(whole.end?.kind)
        if (!JSON.stringify(definition).includes('"any"')) expect(end).toEqual(whole.end)
        for (const { path, status } of rows.values())
          if (status !== 'running') expect(started).not.toContain(path)
      }),
      { numRuns: 300 },
    )
  })

  it.each([1_000, 10_000])('looks at each of %i items a bounded number of times', (count) => {
    const definition = sweepOf(count)
    const calm = { fateOf: () => 'succeeded' as const, pick: () => 0 }
    const planner = new Planner(definition, [])
    const { rows, end } = play(planner, calm)
    expect(end?.kind).toBe('completed')
    expect(rows.size).toBe(2 * count + 1)
    expect(planner.touched).toBeLessThanOrEqual(8 * count + 20)
    const states = [...rows.values()].map((row) =>
      row.path === 'sweep' ? { ...row, status: 'running' as const } : row,
    )
    const again = new Planner(definition, states)
    expect(play(again, calm).started).toEqual([])
    expect(again.touched).toBeLessThanOrEqual(8 * count + 20)
  })

  it('looks at each of 1,000 steps in a row a bounded number of times', () => {
    const steps = Array.from({ length: 1_000 }, (_, n) => workStep(`s${n}`, n === 0 ? [] : [`s${n - 1}`]))
    const planner = new Planner({ steps }, [])
    play(planner, { fateOf: () => 'succeeded', pick: () => 0 })
    expect(planner.touched).toBeLessThanOrEqual(4_000)
  })
})

/** Depends on the path alone, so that two plays of one workflow agree. */
function fateByPath(path: string): Fate {
  return [...path].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 5 === 0
    ? 'failed'
    : 'succeeded'
}

function takeActions(planner: Planner, running: PlanNode[], settle: Settle): boolean {
  const actions = planner.takeActions()
  for (const action of actions) {
    const { node } = action
    if (action.kind === 'open') planner.open(node, specOf(node.step))
    else if (action.kind === 'cancel') settle(node, { status: 'cancelled' })
    else if (action.kind === 'abort' && running.includes(node)) {
      running.splice(running.indexOf(node), 1)
      settle(node, { status: 'cancelled' })
    } else if (action.kind === 'finish') {
      const { result } = action
      const continued = node.step.onError === 'continue'
      if (result.kind === 'completed') settle(node, { status: 'succeeded', output: result.output })
      else if (result.kind === 'cancelled') settle(node, { status: 'cancelled' })
      else settle(node, { status: 'failed', error: result.error, continued })
    }
  }
  return actions.length > 0
}

function workStep(id: string, needs: string[]): Step {
  const retry = { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false } as const
  return { id, kind: 'http', config: {}, needs, retry, onError: 'fail', line: 1 }
}

function sweepOf(count: number): WorkflowDefinition {
  const items = Array.from({ length: count }, (_, index) => index)
  const body = [workStep('get', []), workStep('keep', ['get'])]
  const sweep: Step = { ...workStep('sweep', []), kind: 'forEach', config: { items }, body }
  return { version: 1, name: 'sweep', tags: [], inputs: {}, vars: {}, steps: [sweep] }
}
