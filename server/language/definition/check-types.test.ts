import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

const HEAD = `version: 1
name: sample
inputs:
  count: { type: integer }
  text: { type: string }
  list: { type: array }
  maybe: { type: [string, "null"] }
  either: { type: [string, integer] }
  size: { enum: [small, large] }
  one: { const: 5 }
  any: {}
vars: { limit: 5, name: x, on: true, none: null, map: { a: 1 }, items: [1] }
steps:
  - { id: sum, code: return 1, output: { type: object, properties: { total: { type: number } } } }
  - { id: sh, shell: { script: ls } }
`

function told(body: string): string[] {
  const source = `${HEAD}  - id: it\n    ${body}\n`
  return checkWorkflow(source).problems.map(({ code, message }) => `${code}: ${message}`)
}

describe('a value of a known type in a field that takes none of its kind is an error', () => {
  it.each([
    ['http: { url: "${{ inputs.count }}" }', 'Expected a text, but this is a number.'],
    ['http: { url: "${{ vars.map }}" }', 'Expected a text, but this is a mapping.'],
    ['http: { url: "${{ steps.sum.output }}" }', 'Expected a text, but this is a mapping.'],
    ['http: { url: "${{ steps.sum.attempts }}" }', 'Expected a text, but this is a number.'],
    [
      'http: { url: u, headers: { A: "${{ inputs.list }}" } }',
      'Expected a text or a number or true or false, but this is a list.',
    ],
    ['http: { url: u, followRedirects: "${{ vars.name }}" }', 'Expected true or false, but this is a text.'],
    ['http: { url: u, maxResponseBytes: "${{ inputs.text }}" }', 'Expected a number, but this is a text.'],
    ['http: { url: u, body: "${{ steps.sh.output.exitCode }}" }', 'Expected a text, but this is a number.'],
    ['http: { url: u, method: "${{ inputs.one }}" }', 'Expected a text, but this is a number.'],
    [
      'forEach: { items: "${{ inputs.text }}", steps: [{ id: x, set: { a: 1 } }] }',
      'Expected a list, but this is a text.',
    ],
    ['tool: { use: t, input: "${{ vars.items }}" }', 'Expected a mapping, but this is a list.'],
    ['agent: { model: a/b, prompt: "${{ inputs.list }}" }', 'Expected a text, but this is a list.'],
    ['wait: { for: "${{ inputs.count }}" }', 'Expected a text, but this is a number.'],
    [
      'loop: { while: true, maxIterations: "${{ inputs.size }}", steps: [{ id: x, set: { a: 1 } }] }',
      'Expected a number, but this is a text.',
    ],
    ['fail: { message: "${{ inputs.list }}" }', 'Expected a text, but this is a list.'],
    ['fail: "${{ inputs.list }}"', 'Expected a text or a mapping, but this is a list.'],
  ])('%s', (body, message) => {
    expect(told(body)).toEqual([`wrong_type: ${message}`])
  })

  it('the text is offered as the way out', () => {
    const source = `${HEAD}  - id: it\n    http: { url: "\${{ inputs.count }}" }\n`
    expect(checkWorkflow(source).problems).toMatchObject([
      { severity: 'error', suggestion: 'Put it into a text, or name the field you mean.' },
    ])
  })
})

describe('where it may fit, nothing is told', () => {
  it.each([
    'http: { url: "${{ inputs.text }}" }',
    'http: { url: "${{ inputs.any }}" }',
    'http: { url: "${{ inputs.maybe }}" }',
    'http: { url: "${{ inputs.either }}" }',
    'http: { url: "${{ vars.none }}" }',
    'http: { url: "n${{ inputs.count }}" }',
    'http: { url: "${{ inputs.count + 1 }}" }',
    'http: { url: u, method: "${{ inputs.size }}" }',
    'http: { url: u, headers: { A: "${{ inputs.count }}" }, query: { a: "${{ inputs.list }}" } }',
    'http: { url: u, json: "${{ inputs.list }}" }',
    'http: { url: u, expect: { status: "${{ inputs.count }}" } }',
    'http: { url: u, maxResponseBytes: "${{ steps.sum.output.total }}" }',
    'set: { a: "${{ inputs.list }}" }',
    'forEach: { items: "${{ vars.items }}", steps: [{ id: x, set: { a: "${{ item }}" } }] }',
    'switch: { value: "${{ inputs.count }}", cases: { 1: [{ id: x, set: { a: 1 } }] } }',
    'emit: { name: a, data: "${{ inputs.list }}" }',
    'workflow: { use: "${{ inputs.text }}", version: "${{ inputs.count }}", inputs: { a: "${{ vars.map }}" } }',
    'fail: "${{ vars.map }}"',
    'approval: { title: x, form: { type: object, properties: { a: { default: "${{ inputs.list }}" } } } }',
  ])('%s', (body) => {
    expect(told(body)).toEqual([])
  })
})

describe('secrets of the project', () => {
  const source = `${HEAD}  - { id: it, http: { url: u, auth: { bearer: "\${{ secrets.TOKEN }}" } } }\n`

  it('one that is not there is a warning, where they are known', () => {
    expect(checkWorkflow(source, { secrets: ['TOKEM'] })).toMatchObject({
      ok: true,
      problems: [{ code: 'unknown_secret', suggestion: 'Did you mean `TOKEM`?' }],
    })
    expect(checkWorkflow(source, { secrets: [] }).problems).toHaveLength(1)
    expect(checkWorkflow(source, { secrets: ['TOKEN'] }).problems).toEqual([])
    expect(checkWorkflow(source, { secrets: null }).problems).toEqual([])
    expect(checkWorkflow(source).problems).toEqual([])
  })
})

describe('cases of a switch over a value of known possibilities', () => {
  const cases = (value: string, names: string[]) => {
    const lists = names.map((name, index) => `${name}: [{ id: c${index}, set: { a: 1 } }]`).join(', ')
    const source = `${HEAD}  - id: it\n    switch: { value: "${value}", cases: { ${lists} } }\n`
    return checkWorkflow(source).problems
  }

  it('that it never is are a warning', () => {
    expect(cases('${{ inputs.size }}', ['small', 'larg', 'other'])).toMatchObject([
      {
        code: 'impossible_comparison',
        severity: 'warning',
        message: 'The value is never `larg`: it is one of `small`, `large`.',
        suggestion: 'Did you mean `large`?',
      },
      { code: 'impossible_comparison' },
    ])
  })

  it.each([
    '${{ inputs.any }}',
    '${{ inputs.size + "" }}',
    'x',
    'a ${{ inputs.size }}',
    '${{ inputs.count }}',
  ])('nothing is told of %s', (value) => {
    expect(cases(value.replaceAll('"', "'"), ['other'])).toEqual([])
  })

  it('nor where the possibilities are given as numbers and match as texts', () => {
    const source = `version: 1\nname: a\ninputs: { code: { enum: [200, 404] } }\nsteps:\n  - id: it\n    switch: { value: "\${{ inputs.code }}", cases: { 200: [{ id: b, set: { a: 1 } }] } }\n`
    expect(checkWorkflow(source).problems).toEqual([])
  })
})
