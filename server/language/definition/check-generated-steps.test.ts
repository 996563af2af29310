import { describe, expect, it } from 'vitest'
import type { JsonValue } from '@/server/kernel/json'
import { checkGeneratedSteps } from './index'

const messages = (steps: JsonValue, surroundings?: Parameters<typeof checkGeneratedSteps>[1]) => {
  const result = checkGeneratedSteps(steps, surroundings)
  return result.ok ? [] : result.problems.map(({ message }) => message)
}

describe('steps that code made up', () => {
  it('become steps like those of a document', () => {
    expect(
      checkGeneratedSteps([
        { id: 'a', http: { url: '${{ inputs.base }}/x' }, retry: { attempts: 2, delay: '1s' } },
        {
          id: 'b',
          forEach: { items: [1], steps: [{ id: 'c', set: { v: '${{ item + steps.a.output.status }}' } }] },
        },
      ]),
    ).toMatchObject({
      ok: true,
      steps: [
        { id: 'a', kind: 'http', needs: [], retry: { attempts: 2, delayMs: 1_000 }, line: 1 },
        { id: 'b', kind: 'forEach', config: { items: [1] }, needs: ['a'], body: [{ id: 'c', line: 1 }] },
      ],
    })
  })

  it.each<[JsonValue, string]>([
    [{ steps: [] }, '`steps`: Expected a list of steps.'],
    ['x', '`steps`: Expected a list of steps.'],
    [[], '`steps`: Expected at least one step.'],
    [['x'], '`steps[0]`: A step is a mapping.'],
    [[{ id: 'a' }], '`steps[0].id`: The step does not say what it does.'],
    [[{ id: 'a', http: {} }], '`steps[0].http`: `url` is required.'],
    [[{ id: 'a', set: { v: '${{ steps.b.output }}' } }], '`steps[0].set.v`: There is no step `b`.'],
    [
      [{ id: 'a', parallel: { branches: { l: [{ id: 'b', set: { 'x y': 1 } }] } } }],
      '`steps[0].parallel.branches.l[0].set["x y"]`: A name has letters, digits and `_`, and starts with a letter.',
    ],
    [[{ id: 'a', code: 'return nope' }], '`steps[0].code`: `nope` is not known here.'],
    [[{ id: 'a', set: { v: 1 }, output: { type: 'strin' } }], '`steps[0].output.type`:'],
  ])('%j is refused with its path', (steps, message) => {
    const [first, ...others] = messages(steps)
    expect(others).toEqual([])
    expect(first?.startsWith(message)).toBe(true)
  })

  it('every problem is told, at line 1', () => {
    const result = checkGeneratedSteps([
      { id: 'a', htpp: {} },
      { id: 'a', set: { v: 1 } },
    ])
    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'unknown_key',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
          suggestion: 'Did you mean `http`?',
        },
        { code: 'duplicate_id', line: 1, column: 1 },
      ],
    })
  })

  it('warnings do not stop them', () => {
    expect(checkGeneratedSteps([{ id: 'a', name: '${{ run.id }}', set: { v: 1 } }]).ok).toBe(true)
    expect(messages([{ id: 'a', name: '${{ run.id }}', set: { v: '${{ nope }}' } }])).toEqual([
      '`steps[0].set.v`: `nope` is not known here.',
    ])
  })

  it('see inputs, vars, run and trigger, as far as those are known', () => {
    const reads = (expression: string): JsonValue => [{ id: 'a', set: { v: `\${{ ${expression} }}` } }]
    expect(messages(reads('[inputs.any, run.id, trigger.x]'))).toEqual([])
    expect(messages(reads('inputs.any'), { inputs: { n: { type: 'integer' } } })).toHaveLength(1)
    expect(messages(reads('inputs.n'), { inputs: { n: { type: 'integer' } } })).toEqual([])
    expect(messages(reads('vars.region'), { projectVars: ['region'] })).toEqual([])
    expect(messages(reads('vars.regio'), { projectVars: ['region'] })).toHaveLength(1)
    expect(messages(reads('vars.any'), { projectVars: null })).toEqual([])
  })

  it('have limits', () => {
    const deep = Array.from({ length: 200_000 }).reduce<JsonValue>((inner) => [inner], 1)
    expect(messages([{ id: 'a', set: { v: deep } }])).toEqual(['They are nested deeper than 64 levels.'])
    const wide = Array.from({ length: 100_001 }, () => 1)
    expect(messages([{ id: 'a', set: { v: wide } }])).toEqual(['They hold more than 100000 values.'])
  })

  it('odd names do no harm', () => {
    const odd: JsonValue = JSON.parse('[{ "id": "a", "set": { "v": { "__proto__": 1, "constructor": 2 } } }]')
    const result = checkGeneratedSteps(odd)
    expect(result.ok && JSON.stringify(result.steps[0]?.config)).toBe('{"v":{"__proto__":1,"constructor":2}}')
  })
})
