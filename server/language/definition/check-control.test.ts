import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

const HEAD = `version: 1
name: sample
inputs: { n: { type: integer }, list: { type: array }, text: { type: string }, any: {} }
steps:
`
const S = '[{ id: inner, set: { a: 1 } }]'
const step = (body: string) => `  - id: it\n    ${body.replaceAll('\n', '\n    ')}\n`

/** Problems as `code: what is pointed at`. */
function told(steps: string): string[] {
  const source = HEAD + steps
  const lines = source.split('\n')
  return checkWorkflow(source).problems.map(({ code, line, column, endColumn }) => {
    return `${code}: ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`
  })
}
const messages = (steps: string) => checkWorkflow(HEAD + steps).problems.map(({ message }) => message)

function built(steps: string) {
  const result = checkWorkflow(HEAD + steps)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.definition.steps
}

describe('switch', () => {
  it.each([
    `switch: { value: "\${{ inputs.text }}", cases: { a: ${S} } }`,
    `switch: { value: 5, cases: { 5: ${S} }, default: [{ id: other, set: { a: 1 } }] }`,
    `switch: { cases: [{ when: inputs.n > 1, steps: ${S} }] }`,
    `switch: { cases: [{ when: false, name: never, steps: [{ id: x, if: false, set: { a: 1 } }] }, { when: "\${{ inputs.n }}", steps: ${S} }] }`,
  ])('takes %s', (body) => {
    expect(checkWorkflow(HEAD + step(body)).ok).toBe(true)
  })

  it.each([
    ['switch: {}', 'required: switch'],
    ['switch: { cases: {} }', 'invalid_value: cases'],
    ['switch: { value: 1, cases: {} }', 'invalid_value: cases'],
    ['switch: { cases: [] }', 'invalid_value: cases'],
    ['switch: { cases: 5 }', 'wrong_type: 5'],
    ['switch: { cases: "${{ inputs.list }}" }', 'wrong_type: "${{ inputs.list }}"'],
    [`switch: { cases: { a: ${S} } }`, 'invalid_value: cases'],
    [`switch: { value: 1, cases: [{ when: true, steps: ${S} }] }`, 'invalid_value: 1'],
    [`switch: { value: 1, cases: { default: ${S} } }`, 'invalid_value: default'],
    [`switch: { value: 1, cases: { undo: ${S} } }`, 'invalid_value: undo'],
    [`switch: { value: 1, cases: { "a b": ${S} } }`, 'invalid_key: "a b"'],
    ['switch: { value: 1, cases: { a: "${{ inputs.list }}" } }', 'wrong_type: "${{ inputs.list }}"'],
    ['switch: { value: 1, cases: { a: [] } }', 'invalid_value: a'],
    [
      `switch: { value: 1, cases: { a: ${S} }, default: "\${{ inputs.any }}" }`,
      'wrong_type: "${{ inputs.any }}"',
    ],
    [`switch: { cases: [{ steps: ${S} }] }`, 'required: { steps: [{ id: inner, set: { a: 1 } }] }'],
    ['switch: { cases: [{ when: true }] }', 'required: { when: true }'],
    [`switch: { cases: [{ when: true, name: default, steps: ${S} }] }`, 'invalid_value: default'],
    [
      `switch: { cases: [{ when: true, name: "\${{ inputs.text }}", steps: ${S} }] }`,
      'invalid_value: "${{ inputs.text }}"',
    ],
    [
      `switch: { cases: [{ when: inputs.n, name: case2, steps: ${S} }, { when: inputs.n, steps: [{ id: y, set: { a: 1 } }] }] }`,
      'invalid_value: { when: inputs.n, steps: [{ id: y, set: { a: 1 } }] }',
    ],
    [`switch: { cases: [{ when: inputs.m, steps: ${S} }] }`, 'unknown_input: m'],
    [`switch: { value: "\${{ inputs.m }}", cases: { a: ${S} } }`, 'unknown_input: m'],
    [`switch: { value: "\${{ secrets.A }}", cases: { a: ${S} } }`, 'secret_not_allowed: secrets.A'],
  ])('refuses %s', (body, problem) => {
    expect(told(step(body))).toEqual([problem])
  })

  it('its cases become branches, `default` the last one', () => {
    const [byValue, byCondition] = built(`  - id: a
    switch: { value: "\${{ inputs.text }}", default: [{ id: c, set: { x: 1 } }], cases: { x-1: [{ id: b, set: { x: 1 } }] } }
  - id: d
    switch:
      cases:
        - { when: "\${{ inputs.n }}", steps: [{ id: e, set: { x: 1 } }] }
        - { when: true, name: rest, steps: [{ id: f, set: { x: 1 } }, { id: g, set: { x: 1 } }] }
`)
    expect(byValue).toMatchObject({
      config: { value: '${{ inputs.text }}', names: ['x-1'], hasDefault: true },
      branches: [
        { name: 'x-1', steps: [{ id: 'b', needs: [] }] },
        { name: 'default', steps: [{ id: 'c' }] },
      ],
    })
    expect(byCondition).toMatchObject({
      config: {
        cases: [
          { name: 'case1', when: '${{ inputs.n }}' },
          { name: 'rest', when: 'true' },
        ],
        hasDefault: false,
      },
      branches: [
        { name: 'case1', steps: [{ id: 'e' }] },
        { name: 'rest', steps: [{ id: 'f' }, { id: 'g', needs: ['f'] }] },
      ],
    })
  })

  it('steps of a case are seen only inside it', () => {
    const steps = (use: string) =>
      `${step(`switch: { value: 1, cases: { a: ${S}, b: [{ id: y, set: { v: "${use === 'b' ? '${{ steps.inner.output }}' : 'x'}" } }] } }`)}  - id: after\n    set: { v: "${use === 'later' ? '${{ steps.inner.output }}' : 'x'}" }\n`
    expect(told(steps('b'))).toEqual(['step_not_visible: inner'])
    expect(checkWorkflow(HEAD + steps('later')).problems).toMatchObject([
      { code: 'step_not_visible', suggestion: 'Read `steps.it.output`.' },
    ])
  })

  it('without a default its output may be nothing', () => {
    const after = '  - id: after\n    set: { v: "${{ steps.it.output.a }}" }\n'
    expect(told(step(`switch: { value: 1, cases: { a: ${S} } }`) + after)).toEqual(['may_be_absent: a'])
    expect(
      told(step(`switch: { value: 1, cases: { a: ${S} }, default: [{ id: d, set: { a: 1 } }] }`) + after),
    ).toEqual([])
  })
})

describe('loop', () => {
  it.each([
    `loop: { while: inputs.n > loop.index, steps: ${S} }`,
    `loop: { until: steps.inner.output.a == loop.index, maxIterations: 10000, steps: ${S} }`,
    'loop: { until: loop.previous == null, steps: [{ id: x, set: { v: "${{ loop.index + (loop.previous?.v ?? 0) }}" } }] }',
    `loop: { while: true, maxIterations: "\${{ inputs.n }}", steps: ${S} }`,
  ])('takes %s', (body) => {
    expect(told(step(body))).toEqual([])
  })

  it.each([
    [`loop: { steps: ${S} }`, 'invalid_value: loop'],
    [`loop: { while: true, until: true, steps: ${S} }`, 'invalid_value: loop'],
    ['loop: { while: true }', 'required: loop'],
    ['loop: { while: true, steps: [] }', 'invalid_value: steps'],
    ['loop: { while: true, steps: "${{ inputs.list }}" }', 'wrong_type: "${{ inputs.list }}"'],
    [`loop: { while: "", steps: ${S} }`, 'invalid_value: ""'],
    [`loop: { while: [x], steps: ${S} }`, 'wrong_type: while'],
    [`loop: { while: true, maxIterations: 0, steps: ${S} }`, 'invalid_value: 0'],
    [`loop: { while: true, maxIterations: 10001, steps: ${S} }`, 'invalid_value: 10001'],
    [`loop: { while: steps.inner.output.a, steps: ${S} }`, 'step_not_visible: inner'],
    [`loop: { until: steps.inner.output.b, steps: ${S} }`, 'unknown_field: b'],
    [`loop: { until: loop.count, steps: ${S} }`, 'unknown_field: count'],
    [`loop: { until: steps.it.output, steps: ${S} }`, 'step_not_visible: it'],
    [`loop: { while: inputs.n, steps: ${S} }\nretry: { attempts: 2 }`, 'retry_not_allowed: retry'],
    ['loop: { while: true, steps: [{ id: x, set: { v: "${{ loop.previous.v }}" } }] }', 'may_be_absent: v'],
  ])('refuses %s', (body, problem) => {
    expect(told(step(body))).toEqual([problem])
  })

  it('`loop` is known inside only', () => {
    expect(told(step(`if: loop.index\nloop: { while: true, steps: ${S} }`))).toEqual(['unknown_name: loop'])
    expect(messages(step(`loop: { until: nope.x, steps: ${S} }`))).toEqual(['`nope` is not known here.'])
  })

  it('the steps inside become its body, and its output tells of the last iteration', () => {
    const [loop] = built(step(`loop: { until: true, steps: ${S} }`))
    expect(loop).toMatchObject({ config: { until: true }, body: [{ id: 'inner' }] })
    const reading = (field: string) => `  - id: after\n    set: { v: "\${{ steps.it.output.${field} }}" }\n`
    const body = step(`loop: { until: true, steps: ${S} }`)
    expect(told(body + reading('iterations'))).toEqual([])
    expect(told(body + reading('last?.a'))).toEqual([])
    expect(told(body + reading('first'))).toEqual(['unknown_field: first'])
    const inside = '  - id: after\n    set: { v: "${{ steps.inner.output }}" }\n'
    expect(checkWorkflow(HEAD + body + inside).problems).toMatchObject([
      { suggestion: 'Read `steps.it.output.last`.' },
    ])
  })

  it('a condition that was true when the steps began has tested what it reads', () => {
    const before = '  - id: maybe\n    if: inputs.n\n    set: { a: 1 }\n'
    const read = '[{ id: x, set: { v: "${{ steps.maybe.output.a }}" } }]'
    expect(told(`${before}${step(`loop: { while: steps.maybe.output != null, steps: ${read} }`)}`)).toEqual(
      [],
    )
    expect(told(`${before}${step(`loop: { while: inputs.n, steps: ${read} }`)}`)).toEqual([])
    expect(told(`${before}${step(`loop: { while: inputs.list, steps: ${read} }`)}`)).toEqual([
      'may_be_absent: a',
    ])
    expect(
      told(`${before}${step(`switch: { cases: [{ when: steps.maybe.output, steps: ${read} }] }`)}`),
    ).toEqual([])
  })
})

describe('parallel and forEach', () => {
  it('names of the language are no branches', () => {
    expect(told(step(`parallel: { branches: { onError: ${S} } }`))).toEqual(['invalid_value: onError'])
  })

  it('steps and names are written out: no expression takes their place', () => {
    expect(told(step('parallel: { branches: "${{ inputs.any }}" }'))).toEqual([
      'wrong_type: "${{ inputs.any }}"',
    ])
    expect(told(step('parallel: { branches: { a: "${{ inputs.any }}" } }'))).toEqual([
      'wrong_type: "${{ inputs.any }}"',
    ])
    expect(told(step('forEach: { items: [1], steps: "${{ inputs.any }}" }'))).toEqual([
      'wrong_type: "${{ inputs.any }}"',
    ])
    expect(told(step(`forEach: { items: [1], as: "\${{ inputs.any }}", steps: ${S} }`))).toEqual([
      'invalid_value: "${{ inputs.any }}"',
    ])
  })

  it('with `join: any` a branch may have no result', () => {
    const after = '  - id: after\n    set: { v: "${{ steps.it.output.a.x }}" }\n'
    expect(told(step(`parallel: { branches: { a: ${S} }, join: any }`) + after)).toEqual(['may_be_absent: x'])
    expect(told(step(`parallel: { branches: { a: ${S} } }`) + after)).toEqual([])
  })

  it('`retry` belongs to the steps inside', () => {
    const source = HEAD + step(`parallel: { branches: { a: ${S} } }\nretry: { attempts: 2 }`)
    expect(checkWorkflow(source).problems).toMatchObject([{ suggestion: 'Put `retry` on the steps inside.' }])
  })
})
