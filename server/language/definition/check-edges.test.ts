import { describe, expect, it } from 'vitest'
import { checkValue, checkWorkflow } from './index'

const HEAD = 'version: 1\nname: sample\ninputs: { n: { type: integer } }\n'
const STEPS = 'steps: [{ id: a, set: { x: 1 } }]\n'

/** Problems as `code: message`. */
const told = (source: string) =>
  checkWorkflow(source).problems.map(({ code, message }) => `${code}: ${message}`)
const atStep = (step: string) => told(`${HEAD}steps:\n  - { id: it, ${step} }\n`)

describe('sizes are told in words', () => {
  it.each([
    [`title: ${'x'.repeat(201)}\n`, 'invalid_value: Expected at most 200 characters.'],
    ['tags: [""]\n', 'invalid_value: It is empty.'],
    [`tags: [${Array(21).fill('x').join(', ')}]\n`, 'invalid_value: Expected at most 20 items.'],
    ['defaults: { retry: { on: [] } }\n', 'invalid_value: Name at least one error code.'],
    ['defaults: { retry: { attempts: 101 } }\n', 'invalid_value: Expected at most 100.'],
  ])('%s', (field, problem) => {
    expect(told(`${HEAD}${field}${STEPS}`)).toEqual([problem])
  })

  it.each([
    [
      'agent: { model: a/b, prompt: p, fallback: [a/b, a/b, a/b, a/b, a/b, a/b, a/b, a/b, a/b, a/b, a/b] }',
      'invalid_value: Expected at most 10 items.',
    ],
    ['http: { url: x, expect: { status: [] } }', 'invalid_value: Expected at least 1 item.'],
    [
      'http: { url: x, method: 5 }',
      'invalid_value: Expected one of `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`, got 5.',
    ],
    ['http: { url: x, query: { a: { b: 1 } } }', 'wrong_type: Expected a text, a number or true or false.'],
    [
      'http: { url: x, json: 1, followRedirects: }',
      'wrong_type: Expected true or false, nothing is written.',
    ],
    ['retry: { attempts: 1.5 }, set: { x: 1 }', 'wrong_type: Expected a whole number, got 1.5.'],
    ['agent: { model: a/b, prompt: 5 }', 'wrong_type: Expected a text, got 5.'],
    ['output: { type: integer }, set: { x: 1 }, name: [a]', 'wrong_type: Expected a text, got a list.'],
  ])('%s', (step, problem) => {
    expect(atStep(step)[0]).toBe(problem)
  })
})

describe('steps that are hardly there', () => {
  it.each([
    ['{}', ['no_kind', 'required']],
    ['{ fail: no }\n  - { set: { x: 1 } }', ['required', 'required', 'unreachable']],
    ['{ if: false, set: { x: 1 } }', ['required', 'unreachable']],
    [
      '{ id: a, needs: [b], set: { x: 1 } }\n  - { needs: [a], set: { x: "${{ steps.c.output }}" } }',
      ['required', 'unknown_need', 'unknown_step'],
    ],
    [
      '{ forEach: { items: [], steps: [{ id: b, set: { x: 1 } }] } }\n  - { id: c, set: { x: "${{ steps.b.output }}" } }',
      ['required', 'step_not_visible'],
    ],
    [
      '{ id: a, needs: [], set: { x: 1 } }\n  - { needs: [], set: { x: "${{ steps.a.output }}" } }',
      ['required', 'step_not_visible'],
    ],
    ['{ id: a, parallel: { branches: 5 } }', ['wrong_type']],
    ['{ id: a, parallel: 5 }', ['wrong_type']],
    ['{ id: a, forEach: x }', ['wrong_type']],
    ['{ id: a, switch: x }', ['wrong_type']],
    ['{ id: a, switch: { cases: [5] } }', ['wrong_type']],
    [
      '{ id: a, loop: { while: "1 +", steps: [{ id: b, set: { x: "${{ loop.index }}" } }] } }',
      ['expression_syntax'],
    ],
    ['{ id: a, set: x }\n  - { id: b, set: { x: "${{ steps.a.output.any }}" } }', ['wrong_type']],
    [
      '{ id: a, approval: { title: x, form: 5 } }\n  - { id: b, set: { x: "${{ steps.a.output.values.any }}" } }',
      ['invalid_schema', 'wrong_type'],
    ],
    [
      '{ id: a, http: { url: u }, output: 5 }\n  - { id: b, set: { x: "${{ steps.a.output.body }}" } }',
      ['invalid_schema', 'wrong_type'],
    ],
  ])('%s', (steps, codes) => {
    const found = checkWorkflow(`${HEAD}steps:\n  - ${steps}\n`).problems.map(({ code }) => code)
    expect([...new Set(found)].sort()).toEqual([...new Set(codes)].sort())
  })
})

describe('order', () => {
  const set = (id: string, needs: string) => `  - { id: ${id}, needs: [${needs}], set: { x: 1 } }\n`

  it('ways that part and meet again are no cycle', () => {
    const last = '  - { id: e, needs: [d], set: { x: "${{ steps.a.output.x }}" } }\n'
    const steps = set('a', '') + set('b', 'a') + set('c', 'a') + set('d', 'b, c') + last
    expect(told(`${HEAD}steps:\n${steps}`)).toEqual([])
  })

  it('a cycle is told from its first step on', () => {
    expect(told(`${HEAD}steps:\n${set('z', 'y')}${set('a', 'z')}${set('y', 'a')}`)).toEqual([
      'cycle: These steps wait for each other: `z` → `y` → `a` → `z`.',
    ])
    expect(told(`${HEAD}steps:\n${set('first', '')}${set('b', 'c')}${set('c', 'first, b')}`)).toEqual([
      'cycle: These steps wait for each other: `b` → `c` → `b`.',
    ])
  })

  it('a step inside cannot wait for what is outside', () => {
    const source = `${HEAD}steps:\n${set('a', '')}  - { id: each, forEach: { items: [], steps: [{ id: b, needs: [a], set: { x: 1 } }] } }\n`
    expect(checkWorkflow(source).problems).toMatchObject([
      { code: 'unknown_need', suggestion: '`needs` names steps of the same list.' },
    ])
  })

  it('a step outside waits for the step around, however deep', () => {
    const source = `${HEAD}steps:\n  - { id: each, forEach: { items: [], steps: [{ id: p, parallel: { branches: { l: [{ id: b, set: { x: 1 } }] } } }] } }\n  - { id: c, needs: [b], set: { x: 1 } }\n`
    expect(checkWorkflow(source).problems).toMatchObject([{ suggestion: 'Wait for `each`.' }])
  })
})

describe('declared outputs', () => {
  it('take the place of what the kind is known to give', () => {
    const output = 'output: { type: object, properties: { total: {} } }'
    const reads = (field: string, kind: string) =>
      told(
        `${HEAD}steps:\n  - { id: a, ${kind}, ${output} }\n  - { id: b, set: { x: "\${{ steps.a.output.${field} }}" } }\n`,
      )
    expect(reads('total', 'set: { x: 1 }')).toEqual([])
    expect(reads('total', 'http: { url: u }')).toEqual([])
    expect(reads('status', 'http: { url: u }')).toEqual([])
    expect(reads('x', 'set: { x: 1 }')).toEqual(['unknown_field: `steps.a.output` has no field `x`.'])
  })

  it('that hold expressions are left alone', () => {
    expect(
      atStep(
        'approval: { title: x, form: { type: object, properties: { a: { type: "${{ inputs.n }}", default: 1 } } } }',
      ),
    ).toEqual([])
    expect(
      atStep(
        'approval: { title: x, form: { type: object, properties: { a: { enum: [1], default: { deep: 1 } } } } }',
      )[0],
    ).toMatch(/^invalid_default/)
  })
})

describe('enums of every type', () => {
  it.each([
    ['{ enum: [null] }', 0],
    ['{ enum: [[1]] }', 1],
    ['{ enum: [a, 1] }', 0],
    ['{ type: "null" }', 0],
  ])('%s in place of a text', (schema, count) => {
    const source = `version: 1\nname: a\ninputs: { x: ${schema} }\nsteps:\n  - { id: a, http: { url: "\${{ inputs.x }}" } }\n`
    expect(checkWorkflow(source).problems).toHaveLength(count)
  })
})

describe('YAML that is odd but right', () => {
  it('keys may be numbers, truth values and quoted', () => {
    const source = `${HEAD}vars: { v: { 1: a, true: b, "x y": c, 'z': d, 1.0: e } }\n${STEPS}`
    const result = checkWorkflow(source)
    expect(result.ok && result.definition.vars).toEqual({
      v: { 1: 'a', true: 'b', 'x y': 'c', z: 'd', '1.0': 'e' },
    })
  })

  it('a tag on a text with quotes is told with the other quotes', () => {
    const source = `${HEAD}steps:\n  - id: a\n    if: !(inputs.n == "x")\n    set: { x: 1 }\n`
    expect(checkWorkflow(source).problems[0]?.suggestion).toBe(
      `Put quotes around it: \`'!(inputs.n == "x")'\`.`,
    )
  })
})

describe('values against schemas', () => {
  it.each([
    [{ contains: { type: 'string' } }, [1, 2], 'None of the items has the shape that one must have.'],
    [{ contains: { type: 'string' } }, [1, 'a'], undefined],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'It is required.'],
    [{ dependentRequired: { a: ['b'] } }, { c: 1 }, undefined],
    [{ if: { type: 'string' }, else: { minimum: 3 } }, 1, 'Expected 3 or more, got 1.'],
    [{ if: { type: 'string' }, else: { minimum: 3 } }, 'x', undefined],
    [{ type: 'strange' }, 1, 'Expected strange, got 1.'],
    [{ const: 'x'.repeat(60) }, 'y', `Expected "${'x'.repeat(38)}…, got "y".`],
    [{ items: 5 }, [1], undefined],
  ])('%j of %j', (schema, value, message) => {
    expect(checkValue(schema, value)[0]?.message).toBe(message)
  })
})
