import fc from 'fast-check'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Step, WorkflowDefinition } from '../contracts'

/**
 * `sequential`: one thing at a time, and anything may fail. `wide`: as much side by side as can be, and what fails is
 * accepted. Of both kinds only the order of events depends on time, not what comes of them.
 */
export type ProgramOrder = 'sequential' | 'wide'

/** Checked workflows that use every way there is to run steps. What the `http` steps in them do is up to the test. */
export function randomPrograms(order: ProgramOrder): fc.Arbitrary<WorkflowDefinition> {
  const main = listOf(3, { minLength: 1, maxLength: 5 })
  const last = fc.option(listOf(1, { minLength: 1, maxLength: 2 }), { nil: undefined })
  return fc.record({ main, last, hasRollback: fc.boolean() }).map(({ main, last, hasRollback }) => {
    const builder = new Builder(order)
    const steps = builder.list(main)
    return {
      version: 1,
      name: 'random',
      tags: [],
      inputs: {},
      vars: {},
      ...(hasRollback ? { rollback: 'onFailure' as const } : {}),
      steps,
      ...(last ? { finally: builder.list(last) } : {}),
    }
  })
}

/** The workflow that programs run as a part of theirs. */
export const CHILD_OF_PROGRAMS = `version: 1
name: child
inputs: { of: { type: string } }
steps:
  - { id: child-work, http: { url: "https://x.test/child" }, retry: { attempts: 2, backoff: fixed, delay: 1s } }
  - { id: child-wait, wait: { for: 3s } }
  - { id: child-last, http: { url: "https://x.test/last" } }
output: { of: "\${{ inputs.of }}" }
`

const SIMPLE = ['work', 'work', 'work', 'skipped', 'read', 'wait', 'fail'] as const
const COMPOUND = ['parallel', 'forEach', 'loop', 'switch', 'code', 'workflow'] as const

interface Shape {
  kind: (typeof SIMPLE)[number] | (typeof COMPOUND)[number]
  /** Which of the steps above it, by distance, it waits for. */
  needs: number[]
  onError: Step['onError']
  hasUndo: boolean
  isDelayed: boolean
  attempts: number
  /** Items, iterations, the case taken, the form of code. */
  count: number
  join: 'all' | 'any' | 'settled'
  lists: Shape[][]
  handler: Shape[]
}

function listOf(depth: number, length: { minLength: number; maxLength: number }): fc.Arbitrary<Shape[]> {
  const kinds: readonly Shape['kind'][] = depth === 0 ? SIMPLE : [...SIMPLE, ...COMPOUND]
  const inner: fc.Arbitrary<Shape[]> =
    depth === 0 ? fc.constant([]) : listOf(depth - 1, { minLength: 1, maxLength: 2 })
  const shape = fc.record({
    kind: fc.constantFrom(...kinds),
    needs: fc.array(fc.nat(3), { maxLength: 2 }),
    onError: fc.constantFrom<Step['onError']>(
      'fail',
      'fail',
      'continue',
      ...(depth > 0 ? ['handle' as const] : []),
    ),
    hasUndo: fc.boolean(),
    isDelayed: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    attempts: fc.constantFrom(1, 2, 3),
    count: fc.nat(3),
    join: fc.constantFrom<Shape['join']>('all', 'any', 'settled'),
    lists: fc.array(inner, { minLength: depth === 0 ? 0 : 1, maxLength: depth === 0 ? 0 : 3 }),
    handler: inner,
  })
  return fc.array(shape, length)
}

/** Code that calls in every way, whatever becomes of the calls. */
const CODES = [
  `const one = await http('https://x.test/1')
   await sleep('2s')
   return [one, await http('https://x.test/2')]`,
  `const [one, two] = await Promise.allSettled([http('https://x.test/1'), http('https://x.test/2')])
   if (one.status === 'rejected') throw one.reason
   return { one: one.value, two: two.status, at: Date.now() > 0 }`,
  `try {
     return await http('https://x.test/1')
   } catch (error) {
     await sleep('1s')
     return { caught: error.code, then: await http('https://x.test/2') }
   }`,
  `const first = await Promise.race([sleep('10d').then(() => 'late'), sleep('1s').then(() => 'soon')])
   if (first === 'late') throw new Error('It was late.')
   return await workflow('child', { inputs: { of: first } }).catch((error) => error.code)`,
]

const ONCE = { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false } as const

class Builder {
  private ids = 0

  constructor(private readonly order: ProgramOrder) {}

  private get isSequential(): boolean {
    return this.order === 'sequential'
  }

  list(shapes: readonly Shape[]): Step[] {
    const steps: Step[] = []
    for (const shape of shapes) {
      this.ids += 1
      const above = steps.at(-1)?.id
      const chosen = shape.needs.flatMap((distance) => steps.at(-1 - distance)?.id ?? [])
      const needs = this.isSequential ? [above ?? []].flat() : [...new Set(chosen)]
      steps.push(this.step(shape, `s${this.ids}`, needs, above))
    }
    return steps
  }

  private step(shape: Shape, id: string, needs: string[], above: string | undefined): Step {
    const { hasUndo, isDelayed, handler } = shape
    const canFail = shape.kind !== 'skipped' && shape.kind !== 'wait' && shape.kind !== 'read'
    const onError = this.isSequential || !canFail || shape.onError !== 'fail' ? shape.onError : 'continue'
    const base = {
      id,
      needs,
      retry: ONCE,
      onError,
      line: 1,
      ...(onError === 'handle' ? { handler: this.list(handler) } : {}),
      ...(hasUndo && shape.kind === 'work' ? { undo: undoOf(id) } : {}),
      ...(isDelayed ? { delayMs: 2_000 } : {}),
    }
    return { ...base, ...this.kindOf(shape, id, above) }
  }

  private kindOf(
    shape: Shape,
    id: string,
    above: string | undefined,
  ): Pick<Step, 'kind' | 'config'> & Partial<Step> {
    const { count, lists, join, attempts } = shape
    const maxConcurrency = this.isSequential ? 1 : 1 + count
    const list = lists[0] ?? []
    switch (shape.kind) {
      case 'work':
        return {
          ...work(id),
          retry: { attempts, backoff: 'fixed', delayMs: 3_000, maxDelayMs: 3_000, jitter: false },
        }
      case 'skipped':
        return { ...work(id), if: 'false' }
      case 'read': {
        // In a graph, only what it needs has ended for certain.
        const seen = this.isSequential && above !== undefined ? `\${{ steps.${above}.output }}` : id
        return { kind: 'set', config: { seen } }
      }
      case 'wait':
        return { kind: 'wait', config: { for: '4s' } }
      case 'fail':
        return { kind: 'fail', config: { message: `${id} fails.`, code: 'meant' } }
      case 'parallel':
        return {
          kind: 'parallel',
          config: this.parallel(join, maxConcurrency),
          branches: this.branches(lists),
        }
      case 'forEach': {
        const onItemError = join === 'all' ? 'fail' : 'continue'
        const items = Array.from({ length: count }, (_, index) => `item-${index}`)
        return { kind: 'forEach', config: { items, maxConcurrency, onItemError }, body: this.list(list) }
      }
      case 'loop':
        return {
          kind: 'loop',
          config: { while: `loop.index < ${count}`, maxIterations: 2 },
          body: this.list(list),
        }
      case 'switch': {
        const names = lists.map((_, index) => `b${index}`)
        return {
          kind: 'switch',
          config: { value: `b${count}`, names, hasDefault: false },
          branches: this.branches(lists),
        }
      }
      case 'code':
        return { kind: 'code', config: CODES[count] ?? 'return 1' }
      case 'workflow':
        return { kind: 'workflow', config: { use: 'child', inputs: { of: id } } }
    }
  }

  /** Which branch is first depends on time, unless they run one by one. */
  private parallel(join: Shape['join'], maxConcurrency: number): JsonObject {
    return { join: join === 'any' && !this.isSequential ? 'settled' : join, maxConcurrency }
  }

  private branches(lists: readonly Shape[][]): NonNullable<Step['branches']> {
    return lists.map((list, index) => ({ name: `b${index}`, steps: this.list(list) }))
  }
}

function work(id: string): { kind: 'http'; config: JsonValue } {
  return { kind: 'http', config: { url: `https://x.test/${id}` } }
}

function undoOf(id: string): Step {
  return {
    ...work(`undo-${id}`),
    id: 'undo',
    needs: [],
    retry: { attempts: 2, backoff: 'fixed', delayMs: 1_000, maxDelayMs: 1_000, jitter: false },
    onError: 'fail',
    line: 1,
  }
}
