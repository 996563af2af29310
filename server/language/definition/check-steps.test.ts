import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

const HEAD =
  'version: 1\nname: sample\ninputs: { n: { type: integer }, list: { type: array }, any: {} }\nsteps:\n'

const problemsOf = (steps: string) => checkWorkflow(HEAD + steps).problems
const codes = (steps: string) =>
  problemsOf(steps).map(({ code, line, column }) => `${line}:${column} ${code}`)

/** One step with an id; its kind starts in column 5 of line 6. */
const step = (body: string) => `  - id: it\n    ${body.replaceAll('\n', '\n    ')}\n`

describe('each kind takes what it should', () => {
  it.each([
    'set: { a: 1, b: [x], c: { d: null }, e: "${{ inputs.n }}" }',
    'code: return inputs.n',
    'code: { source: "return 1", timeout: 10s, memoryMb: 128 }',
    'code: |\n  const a = { b: `${inputs.n}` }\n  return a',
    'http: { url: "https://a.example" }',
    'http: { url: x, method: POST, json: null }',
    'http: { url: x, json: { a: "${{ inputs.n }}" }, expect: { status: [200, "4xx"] }, followRedirects: false }',
    'http: { url: x, expect: { status: 404 } }',
    'http: { url: x, expect: { status: "${{ inputs.n }}" }, maxResponseBytes: "${{ inputs.n }}", timeout: "${{ inputs.n }}s" }',
    'http: { url: x, headers: { X: 1, Y: "${{ secrets.KEY }}" }, query: { a: [1, "b"], k: "${{ secrets.KEY }}" } }',
    'http: { url: x, auth: { basic: { username: u, password: "${{ secrets.PW }}" } } }',
    'http: { url: x, auth: { header: { name: X-Key, value: "${{ secrets.PW }}" } } }',
    'http: { url: x, form: { a: 1 }, timeout: 10m }',
    'http: { url: x, method: "${{ inputs.any }}" }',
    'agent: { model: offline/rules, prompt: hi }',
    'agent: { model: anthropic/claude-sonnet-4-5, prompt: hi, instructions: x, temperature: 0.5, maxOutputTokens: 100, fallback: [openai/gpt-5] }',
    'agent: { model: "${{ inputs.any }}", prompt: hi }\noutput: { type: object, properties: { a: { type: string } } }',
    'approval: { title: Go? }',
    'approval: { title: Go?, body: x, approvers: { roles: [admin], quorum: 2, allowSelf: false }, timeout: 24h, onTimeout: reject }',
    'approval: { title: Go?, form: { type: object, properties: { a: { type: integer, default: "${{ inputs.n }}" } } } }',
    'wait: { for: 10m }',
    'wait: { for: "${{ inputs.n }}s" }',
    'assert: inputs.n > 0',
    'assert: [{ that: inputs.n > 0, message: "n is ${{ inputs.n }}" }, { that: "true" }]',
    'parallel: { branches: { a: [{ id: x, wait: { for: 1s } }] }, join: any, maxConcurrency: 2 }',
    'forEach: { items: "${{ inputs.list }}", as: thing, steps: [{ id: x, set: { v: "${{ thing + item + index }}" } }] }',
    'forEach: { items: [1], steps: [{ id: x, forEach: { items: "${{ item }}", as: y, steps: [{ id: z, set: { v: "${{ y }}" } }] } }], onItemError: continue, maxConcurrency: 100 }',
  ])('%s', (body) => {
    expect(problemsOf(step(body))).toEqual([])
  })
})

describe('each kind refuses what it should', () => {
  it.each([
    ['set: 5', '6:10 wrong_type', 'Expected a mapping, got 5.'],
    ['set:', '6:5 wrong_type', 'Expected a mapping, nothing is written.'],
    ['set: {}', '6:5 invalid_value', 'Name at least one value.'],
    ['set: { a-b: 1 }', '6:12 invalid_key', 'A name has letters, digits and `_`, and starts with a letter.'],
    ['code: ""', '6:11 invalid_value', 'There is no code.'],
    ['code: { timeout: 1s }', '6:5 required', '`source` is required.'],
    ['code: { source: "1", timeout: 2m }', '6:35 invalid_duration', 'At most 60s are allowed here.'],
    ['code: { source: "1", memoryMb: 1000 }', '6:36 invalid_value', 'Expected at most 256.'],
    ['code: "return {"', '6:20 code_syntax', 'Unexpected token.'],
    ['http: {}', '6:5 required', '`url` is required.'],
    ['http: { url: 5 }', '6:18 wrong_type', 'Expected a text, got 5.'],
    ['http: { url: "" }', '6:18 invalid_value', 'The URL is empty.'],
    [
      'http: { url: x, method: PSOT }',
      '6:29 invalid_value',
      'Expected one of `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`, got "PSOT".',
    ],
    ['http: { url: x, json: 1, body: y }', '6:5 invalid_value', 'Choose one of `json`, `body` and `form`.'],
    [
      'http: { url: x, auth: {} }',
      '6:21 invalid_value',
      'Choose exactly one of `bearer`, `basic` and `header`.',
    ],
    [
      'http: { url: x, auth: { basic: { username: u } } }',
      '6:29 required',
      '`auth.basic.password` is required.',
    ],
    ['http: { url: x, expect: { status: 999 } }', '6:39 invalid_value', 'Expected at most 599.'],
    [
      'http: { url: x, expect: { status: 2x } }',
      '6:39 invalid_value',
      'Expected a status such as `200`, or a class such as `2xx`.',
    ],
    [
      'http: { url: x, headers: { A: [1] } }',
      '6:32 wrong_type',
      'Expected a text, a number or true or false.',
    ],
    ['http: { url: x, timeout: 1h }', '6:30 invalid_duration', 'At most 600s are allowed here.'],
    ['http: { url: "${{ secrets.KEY }}" }', '6:23 secret_not_allowed', undefined],
    ['http: { url: x, json: { a: "${{ secrets.KEY }}" } }', '6:37 secret_not_allowed', undefined],
    ['agent: { prompt: hi }', '6:5 required', '`model` is required.'],
    [
      'agent: { model: gpt, prompt: hi }',
      '6:21 invalid_value',
      'A model is named `provider/model`, such as `offline/rules`.',
    ],
    ['agent: { model: a/b, prompt: hi, temperature: 3 }', '6:51 invalid_value', 'Expected at most 2.'],
    [
      'agent: { model: a/b, prompt: hi, tools: [x] }',
      '6:38 not_available',
      '`tools` is not available in this version.',
    ],
    ['agent: { use: triager }', '6:14 not_available', '`use` is not available in this version.'],
    ['agent: { model: a/b, prompt: "${{ secrets.KEY }}" }', '6:39 secret_not_allowed', undefined],
    ['approval: { title: "" }', '6:24 invalid_value', 'The title is empty.'],
    [
      'approval: { title: x, onTimeout: aprove }',
      '6:38 invalid_value',
      'Expected one of `approve`, `reject`, `fail`, got "aprove".',
    ],
    ['approval: { title: x, approvers: { roles: [] } }', '6:40 invalid_value', 'Name at least one role.'],
    ['approval: { title: x, approvers: { roles: [viewer] } }', '6:48 invalid_value', undefined],
    [
      'approval: { title: x, form: { type: string } }',
      '6:41 invalid_schema',
      'A form is an object with `properties`, one for each field.',
    ],
    [
      'approval: { title: x, form: { properties: { a: { type: integer, default: x } } } }',
      '6:78 invalid_default',
      'The default does not fit its own schema. Expected a whole number, got "x".',
    ],
    ['wait: 10s', '6:11 wrong_type', 'Expected a mapping, got "10s".'],
    ['wait: { for: 10 }', '6:18 wrong_type', 'Expected a duration such as `30s` or `1h30m`.'],
    [
      'wait: { for: tomorrow }',
      '6:18 invalid_duration',
      '`tomorrow` is not a duration such as `30s` or `1h30m`.',
    ],
    ['assert: []', '6:5 invalid_value', 'Write at least one condition.'],
    ['assert: [{ message: x }]', '6:14 required', undefined],
    ['assert: inputs.m > 0', '6:20 unknown_input', 'There is no input `m`.'],
    ['assert: "a ${{ inputs.n }}"', '6:14 expression_syntax', 'A condition is one expression.'],
    ['parallel: { branches: {} }', '6:17 invalid_value', 'Name at least one branch.'],
    ['parallel: { branches: { a: [] } }', '6:29 invalid_value', 'Expected at least one step.'],
    ['parallel: { branches: { "a b": [{ id: x, set: { a: 1 } }] } }', '6:29 invalid_key', undefined],
    ['parallel: { branches: { a: [{ id: x, set: { a: 1 } }] }, join: al }', '6:68 invalid_value', undefined],
    [
      'forEach: { items: 5, steps: [{ id: x, set: { a: 1 } }] }',
      '6:23 wrong_type',
      'Expected a list, or an expression that gives one.',
    ],
    ['forEach: { items: [] }', '6:5 required', '`steps` is required.'],
    [
      'forEach: { items: [], as: inputs, steps: [{ id: x, set: { a: 1 } }] }',
      '6:31 invalid_value',
      'This name is taken. Choose another one.',
    ],
  ])('%s', (body, where, message) => {
    const problems = problemsOf(step(body))
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([where])
    if (message !== undefined) expect(problems[0]?.message).toBe(message)
  })

  it.each(['machine', 'mongo', 'notify', 'queue', 'sql', 'storage', 'transform'])(
    '`%s` is designed for later and says so',
    (kind) => {
      expect(problemsOf(step(`${kind}: {}`))).toMatchObject([
        { code: 'not_available', message: `\`${kind}\` is not available in this version.` },
      ])
    },
  )
})

describe('the fields of a step', () => {
  it.each([
    ['  - set: { a: 1 }\n', '5:5 required'],
    ['  - id: 5\n    set: { a: 1 }\n', '5:9 wrong_type'],
    ['  - id: a b\n    set: { a: 1 }\n', '5:9 invalid_value'],
    ['  - just text\n', '5:5 wrong_type'],
    ['  - id: a\n', '5:5 no_kind'],
    ['  - id: a\n    set: { a: 1 }\n    wait: { for: 1s }\n', '7:5 several_kinds'],
    ['  - id: a\n    set: { a: 1 }\n    retry: { backoff: linea }\n', '7:23 invalid_value'],
    ['  - id: a\n    set: { a: 1 }\n    retry: 3\n', '7:12 wrong_type'],
    ['  - id: a\n    set: { a: 1 }\n    retry: { attempts: 0 }\n', '7:24 invalid_value'],
    ['  - id: a\n    wait: { for: 1s }\n    retry: { attempts: 2 }\n', '7:5 retry_not_allowed'],
    ['  - id: a\n    set: { a: 1 }\n    if: inputs.\n', '7:16 expression_syntax'],
    ['  - id: a\n    set: { a: 1 }\n    if: [a]\n', '7:5 wrong_type'],
    ['  - id: a\n    set: { a: 1 }\n    needs: b\n', '7:12 wrong_type'],
    ['  - id: a\n    set: { a: 1 }\n    onError: contine\n', '7:14 invalid_value'],
    ['  - id: a\n    set: { a: 1 }\n    output: { type: strin }\n', '7:21 invalid_schema'],
    ['  - id: a\n    set: { a: 1 }\n    output: text\n', '7:13 wrong_type'],
    ['  - id: a\n    set: { a: 1 }\n    nam: x\n', '7:5 unknown_key'],
  ])('%j', (steps, where) => {
    expect([...new Set(codes(steps))][0]).toBe(where)
  })

  it('a boolean may stand for a condition', () => {
    expect(codes(step('set: { a: 1 }\nif: true'))).toEqual([])
  })
})

describe('order', () => {
  const set = (id: string, needs?: string) =>
    `  - id: ${id}\n    set: { a: 1 }\n${needs === undefined ? '' : `    needs: ${needs}\n`}`

  it('an unknown need is told with the nearest id', () => {
    expect(problemsOf(set('alpha') + set('beta', '[alpah]'))).toMatchObject([
      { code: 'unknown_need', line: 9, column: 13, suggestion: 'Did you mean `alpha`?' },
    ])
  })

  it('cycles are told once, with their way', () => {
    expect(problemsOf(set('a', '[c]') + set('b') + set('c', '[b]'))).toMatchObject([
      {
        code: 'cycle',
        line: 7,
        column: 5,
        message: 'These steps wait for each other: `a` → `c` → `b` → `a`.',
      },
    ])
    expect(codes(set('a', '[a]'))).toEqual(['7:13 cycle'])
  })

  it('a need in another list names the step to wait for', () => {
    const steps =
      '  - id: p\n    parallel: { branches: { l: [{ id: x, set: { a: 1 } }] } }\n  - id: q\n    needs: [x]\n    set: { a: 1 }\n'
    expect(problemsOf(steps)).toMatchObject([{ code: 'unknown_need', suggestion: 'Wait for `p`.' }])
  })

  it('a thousand steps in a row are checked, the longest chain too', () => {
    const steps = Array.from(
      { length: 1_000 },
      (_, index) =>
        `  - { id: s${index}, set: { v: "\${{ ${index === 0 ? 'inputs.n' : 'steps.s0.output.v'} }}" } }\n`,
    )
    expect(problemsOf(steps.join(''))).toEqual([])
  })
})

describe('what a step can see', () => {
  const SCENE = `  - id: before
    set: { v: 1 }
  - id: side
    needs: []
    set: { v: 1 }
  - id: loop
    needs: [before]
    forEach:
      items: "\${{ steps.before.output.v }}"
      as: city
      steps:
        - id: first
          set: { v: "\${{ steps.before.output.v }}" }
        - id: second
          set: { v: "HERE" }
  - id: pair
    parallel:
      branches:
        l: [{ id: left, set: { v: 1 } }]
        r: [{ id: right, set: { v: 1 } }]
  - id: after
    set: { v: "THERE" }
`
  const at = (place: 'HERE' | 'THERE', expression: string) => {
    const other = place === 'HERE' ? 'THERE' : 'HERE'
    return problemsOf(SCENE.replace(place, `\${{ ${expression} }}`).replace(other, 'x'))
  }

  it.each(['steps.first.output.v', 'steps.before.output.v', 'city', 'item', 'index', 'run.generation'])(
    'inside the loop: %s',
    (expression) => {
      expect(at('HERE', expression)).toEqual([])
    },
  )

  it.each([
    ['steps.second.output', 'A step cannot read its own result.', undefined],
    ['steps.loop.output', '`loop` is still running here: this step is part of it.', undefined],
    [
      'steps.side.output',
      '`side` cannot have finished before this step.',
      'Write `needs: [before, side]` on `loop`.',
    ],
    ['steps.after.output', '`after` cannot have finished before this step. It runs later.', undefined],
    ['steps.left.output', '`left` runs inside `pair` and is seen only there.', 'Read `steps.pair.output.l`.'],
  ])('not inside the loop: %s', (expression, message, suggestion) => {
    const [problem, ...others] = at('HERE', expression)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ code: 'step_not_visible', message })
    expect(problem?.suggestion).toBe(suggestion)
  })

  it.each(['steps.loop.output[0].v', 'steps.pair.output.l.v', 'steps.before.output.v'])(
    'after it: %s',
    (expression) => {
      expect(at('THERE', expression)).toEqual([])
    },
  )

  it.each([
    ['steps.first.output', 'step_not_visible', 'Read `steps.loop.output`.'],
    ['steps.right.output', 'step_not_visible', 'Read `steps.pair.output.r`.'],
    ['steps.pair.output.m', 'unknown_field', 'It has `l`, `r`.'],
    ['steps.side.output', 'step_not_visible', 'Write `needs: [pair, side]` on `after`.'],
    ['city', 'unknown_name', undefined],
    ['index', 'unknown_name', undefined],
    ['steps.before.output.w', 'unknown_field', 'It has `v`.'],
  ])('not after it: %s', (expression, code, suggestion) => {
    const [problem, ...others] = at('THERE', expression)
    expect(others).toEqual([])
    expect(problem?.code).toBe(code)
    if (suggestion !== undefined) expect(problem?.suggestion).toBe(suggestion)
  })

  it('a step in one branch does not see the other branch', () => {
    const steps =
      '  - id: p\n    parallel:\n      branches:\n        l: [{ id: x, set: { a: 1 } }]\n        r: [{ id: y, set: { a: "${{ steps.x.output }}" } }]\n'
    expect(problemsOf(steps)).toMatchObject([
      { code: 'step_not_visible', message: '`x` runs inside `p` and is seen only there.' },
    ])
    expect(problemsOf(steps)[0]).not.toHaveProperty('suggestion')
  })

  it('the fields of an approval are those of its form', () => {
    const steps = (field: string) =>
      `${step('approval: { title: x, form: { type: object, properties: { note: { type: string } } } }')}  - id: n\n    set: { a: "\${{ steps.it.output.values.${field} }}" }\n`
    expect(problemsOf(steps('note'))).toEqual([])
    expect(problemsOf(steps('nte'))).toMatchObject([
      { code: 'unknown_field', suggestion: 'Did you mean `note`?' },
    ])
  })
})

describe('positions inside texts', () => {
  it.each([
    ['set: { a: "x\\t${{ inputs.m }}" }', '6:30'],
    ["set: { a: 'it''s ${{ inputs.m }}' }", '6:33'],
    ['set:\n  a: |\n    first\n    second ${{ inputs.m }}', '9:27'],
    ['set:\n  a: >-\n    folded\n    text ${{ inputs.m }}', '9:25'],
    ['set:\n  a: plain\n    goes on ${{ inputs.m }}', '8:28'],
    ['set: { a: "\\u00fc\\x41 ${{ inputs.m }}" }', '6:38'],
    ['code: |\n  const a = 1\n\n  return inputs.m', '9:21'],
  ])('%j', (body, where) => {
    const [problem] = problemsOf(step(body))
    expect(`${problem?.line}:${problem?.column}`).toBe(where)
    expect(problem?.code).toBe('unknown_input')
  })
})
