import fc from 'fast-check'
import type { Step, WorkflowDefinition } from '../contracts'

const RETRY_ONCE = { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false } as const

interface Shape {
  kind: 'work' | 'skipped' | 'parallel' | 'forEach'
  /** Which of the steps above it, by distance, it waits for. */
  needs: number[]
  isContinued: boolean
  join: 'all' | 'any' | 'settled'
  maxConcurrency: number
  onItemError: 'fail' | 'continue'
  items: number
  lists: Shape[][]
}

/** Checked workflows of any form: graphs of needs, containers in containers, conditions, accepted failures. */
export function randomWorkflows(options: { attempts?: number } = {}): fc.Arbitrary<WorkflowDefinition> {
  return listOf(2).map((shapes) => {
    let ids = 0
    const build = (list: Shape[]): Step[] => {
      const steps: Step[] = []
      for (const shape of list) {
        ids += 1
        const needs = [...new Set(shape.needs.flatMap((distance) => steps.at(-1 - distance)?.id ?? []))]
        steps.push(stepOf(shape, `s${ids}`, needs, build, options.attempts ?? 1))
      }
      return steps
    }
    return { version: 1, name: 'random', tags: [], inputs: {}, vars: {}, steps: build(shapes) }
  })
}

/** The paths of all steps of a definition that can run, with their needs as paths. */
export function needsByPath(definition: WorkflowDefinition): Map<string, string[]> {
  const needs = new Map<string, string[]>()
  const visit = (steps: readonly Step[], frame: string) => {
    const at = (id: string) => (frame === '' ? id : `${frame}.${id}`)
    for (const step of steps) {
      needs.set(at(step.id), step.needs.map(at))
      for (const branch of step.branches ?? []) visit(branch.steps, `${at(step.id)}.${branch.name}`)
      if (!step.body) continue
      for (let item = 0; item < itemsOf(step); item += 1) visit(step.body, `${at(step.id)}[${item}]`)
    }
  }
  visit(definition.steps, '')
  return needs
}

function itemsOf({ config }: Step): number {
  const items = typeof config === 'object' && config !== null && !Array.isArray(config) ? config.items : []
  return Array.isArray(items) ? items.length : 0
}

function listOf(depth: number): fc.Arbitrary<Shape[]> {
  const kinds: Shape['kind'][] =
    depth === 0 ? ['work', 'skipped'] : ['work', 'work', 'skipped', 'parallel', 'forEach']
  const shape = fc.record({
    kind: fc.constantFrom(...kinds),
    needs: fc.array(fc.nat(3), { maxLength: 3 }),
    isContinued: fc.boolean(),
    join: fc.constantFrom('all', 'any', 'settled'),
    maxConcurrency: fc.integer({ min: 1, max: 3 }),
    onItemError: fc.constantFrom('fail', 'continue'),
    items: fc.nat(4),
    lists: depth === 0 ? fc.constant([]) : fc.array(listOf(depth - 1), { minLength: 1, maxLength: 3 }),
  }) satisfies fc.Arbitrary<Shape>
  return fc.array(shape, { minLength: 1, maxLength: depth === 0 ? 3 : 5 })
}

function stepOf(
  shape: Shape,
  id: string,
  needs: string[],
  build: (list: Shape[]) => Step[],
  attempts: number,
): Step {
  const base = {
    id,
    needs,
    onError: shape.isContinued ? 'continue' : 'fail',
    line: 1,
    retry: RETRY_ONCE,
  } as const
  const { maxConcurrency } = shape
  if (shape.kind === 'parallel') {
    const branches = shape.lists.map((list, index) => ({ name: `b${index}`, steps: build(list) }))
    return { ...base, kind: 'parallel', config: { join: shape.join, maxConcurrency }, branches }
  }
  if (shape.kind === 'forEach') {
    const items = Array.from({ length: shape.items }, (_, index) => index)
    const body = build(shape.lists[0] ?? [])
    return {
      ...base,
      kind: 'forEach',
      config: { items, maxConcurrency, onItemError: shape.onItemError },
      body,
    }
  }
  const work: Step = {
    ...base,
    kind: 'http',
    config: { url: 'https://x.test' },
    retry: { attempts, backoff: 'fixed', delayMs: 3_000, maxDelayMs: 3_000, jitter: false },
  }
  return shape.kind === 'skipped' ? { ...work, if: 'false' } : work
}
