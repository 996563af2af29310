import { describe, expect, it } from 'vitest'
import { checkWorkflow } from './index'

const INPUTS = 'inputs: { n: { type: integer }, text: { type: string } }\n'
const HEAD = `version: 1\nname: sample\n${INPUTS}`
const STEPS = 'steps: [{ id: a, set: { x: 1 } }]\n'
const S = '[{ id: inner, set: { a: 1 } }]'

/** Problems as `code: what is pointed at`. */
function told(source: string): string[] {
  const lines = source.split('\n')
  return checkWorkflow(source).problems.map(({ code, line, column, endColumn }) => {
    return `${code}: ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`
  })
}
const step = (fields: string, kind = 'tool: { use: t }') =>
  `${HEAD}steps:\n  - id: it\n    ${kind}\n    ${fields}\n`

function built(source: string) {
  const result = checkWorkflow(source)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.definition
}

describe('the fields of a step', () => {
  it.each<[string, object]>([
    ['delay: 90s', { delayMs: 90_000 }],
    ['onError: continue', { onError: 'continue' }],
    [`onError: { steps: ${S} }`, { onError: 'handle', handler: [{ id: 'inner' }] }],
    ['sensitive: true', { sensitive: true }],
    ['cache: { key: "${{ inputs.n }}", ttl: 1h }', { cache: { key: '${{ inputs.n }}', ttlMs: 3_600_000 } }],
    ['cache: { key: { a: [1, null] }, ttl: 1h }', { cache: { key: { a: [1, null] } } }],
    ['concurrency: { key: api }', { concurrency: { key: 'api', limit: 1 } }],
    ['concurrency: { key: "a-${{ inputs.n }}", limit: 1000 }', { concurrency: { limit: 1_000 } }],
    [
      'undo: { http: { url: u }, if: steps.it.output.x, retry: { attempts: 5 }, timeout: 1m }',
      {
        undo: {
          id: 'undo',
          kind: 'http',
          config: { url: 'u' },
          needs: [],
          if: 'steps.it.output.x',
          retry: { attempts: 5, delayMs: 1_000 },
          timeoutMs: 60_000,
          onError: 'fail',
        },
      },
    ],
  ])('%s', (fields, expected) => {
    expect(built(step(fields)).steps[0]).toMatchObject(expected)
  })

  it('what is not asked for is not there', () => {
    const [first] = built(step('sensitive: false')).steps
    expect(Object.keys(first ?? {}).sort()).toEqual([
      'config',
      'id',
      'kind',
      'line',
      'needs',
      'onError',
      'retry',
    ])
  })

  it('a pause shorter than a millisecond is none', () => {
    expect(told(step('delay: 0.4ms'))).toEqual(['invalid_duration: 0.4ms'])
    expect(built(step('delay: 0.6ms')).steps[0]?.delayMs).toBe(1)
    expect(told(step('delay: 99999999999999w'))).toEqual(['invalid_duration: 99999999999999w'])
  })

  it.each([
    ['delay: 5', 'wrong_type: 5'],
    ['onError: stop', 'invalid_value: stop'],
    ['onError: {}', 'required: onError'],
    ['onError: { step: [] }', 'required: onError', 'unknown_key: step'],
    ['onError: { steps: [] }', 'invalid_value: steps'],
    ['onError: { steps: [5] }', 'wrong_type: 5'],
    ['onError: { steps: [{ id: x }] }', 'no_kind: id'],
    ['onError: [a]', 'wrong_type: onError'],
    ['sensitive: yes', 'wrong_type: yes'],
    ['cache: { key: a }', 'required: cache'],
    ['cache: { ttl: 1h }', 'required: cache'],
    ['cache: { key: "${{ inputs.m }}", ttl: 1h }', 'unknown_input: m'],
    ['cache: { key: "${{ secrets.KEY }}", ttl: 1h }', 'secret_not_allowed: secrets.KEY'],
    ['cache: 5', 'wrong_type: 5'],
    ['concurrency: { limit: 2 }', 'required: concurrency'],
    ['concurrency: { key: a, limit: 0 }', 'invalid_value: 0'],
    ['concurrency: { key: a, limit: 1001 }', 'invalid_value: 1001'],
    ['concurrency: { key: "" }', 'invalid_value: ""'],
    ['concurrency: { key: "${{ nope }}" }', 'unknown_name: nope'],
    ['undo: 5', 'wrong_type: 5'],
    ['undo: {}', 'no_kind: undo'],
    ['undo: { if: true }', 'no_kind: undo'],
    ['undo: { id: x, set: { a: 1 } }', 'not_allowed_here: id'],
    ['undo: { wait: { for: 1s } }', 'not_allowed_here: wait'],
    [`undo: { forEach: { items: [], steps: ${S} } }`, 'not_allowed_here: forEach'],
    ['undo: { nope: 1, set: { a: 1 } }', 'unknown_key: nope'],
    ['undo: { set: { a: 1 }, tool: { use: x } }', 'several_kinds: tool'],
    ['undo: { set: {} }', 'invalid_value: set'],
    ['undo: { set: { a: 1 }, retry: 5 }', 'wrong_type: 5'],
    ['undo: { code: { source: return 1, dynamic: true } }', 'not_allowed_here: true'],
    ['undo: { http: { url: "${{ steps.nope.output }}" } }', 'unknown_step: nope'],
  ])('%s', (fields, ...problems) => {
    expect(told(step(fields)).sort()).toEqual(problems.sort())
  })

  it.each([
    ['approval: { title: x }', 'cache: { key: a, ttl: 1h }', 'not_allowed_here: cache'],
    ['wait: { for: 1s }', 'cache: { key: a, ttl: 1h }', 'not_allowed_here: cache'],
    ['emit: { name: a }', 'cache: { key: a, ttl: 1h }', 'not_allowed_here: cache'],
    ['fail: x', 'cache: { key: a, ttl: 1h }', 'not_allowed_here: cache'],
    [`loop: { while: true, steps: ${S} }`, 'cache: { key: a, ttl: 1h }', 'not_allowed_here: cache'],
    [`forEach: { items: [], steps: ${S} }`, 'concurrency: { key: a }', 'not_allowed_here: concurrency'],
  ])('%s does not go with %s', (kind, field, problem) => {
    expect(told(step(field, kind))).toEqual([problem])
  })

  it.each(['finally', 'undo', 'onError', 'generated'])('`%s` is no id', (id) => {
    expect(checkWorkflow(`${HEAD}steps: [{ id: ${id}, set: { a: 1 } }]`).problems).toMatchObject([
      { code: 'reserved_id', message: `\`${id}\` is a word of the language. Choose another name.` },
    ])
  })

  it('steps that go wrong elsewhere are still checked', () => {
    expect(told(step('timeout: soon\n    if: inputs.m\n    retry: { attempts: 2 }'))).toEqual([
      'invalid_duration: soon',
      'unknown_input: m',
    ])
  })
})

describe('the fields of a workflow', () => {
  it('are kept in the definition', () => {
    expect(
      built(
        `${HEAD}concurrency: { key: "\${{ inputs.n }}-\${{ vars.v }}", limit: 3, onLimit: cancel-oldest }\nvars: { v: 1 }\nrollback: onFailure\n${STEPS}finally: [{ id: b, set: { x: 1 } }, { id: c, set: { x: 1 } }]\n`,
      ),
    ).toMatchObject({
      concurrency: { key: '${{ inputs.n }}-${{ vars.v }}', limit: 3, onLimit: 'cancel-oldest' },
      rollback: 'onFailure',
      finally: [
        { id: 'b', needs: [] },
        { id: 'c', needs: ['b'] },
      ],
    })
    expect(built(`${HEAD}concurrency: { key: a }\n${STEPS}`).concurrency).toEqual({
      key: 'a',
      limit: 1,
      onLimit: 'queue',
    })
  })

  it.each([
    ['concurrency: {}', 'required: concurrency'],
    ['concurrency: { key: a, limit: 0 }', 'invalid_value: 0'],
    ['concurrency: { key: a, onLimit: drop }', 'invalid_value: drop'],
    ['concurrency: { key: "${{ run.id }}" }', 'unknown_name: run'],
    ['concurrency: { key: "${{ steps.a.output }}" }', 'step_not_visible: a'],
    ['concurrency: { key: "${{ inputs.m }}" }', 'unknown_input: m'],
    ['rollback: always', 'invalid_value: always'],
    ['finally: []', 'invalid_value: finally'],
    ['finally: [{ id: a, set: { x: 1 } }]', 'duplicate_id: a'],
    ['finally: [{ id: b, needs: [a], set: { x: 1 } }]', 'unknown_need: a'],
    ['finally: [{ id: b, needs: [b], set: { x: 1 } }]', 'cycle: b'],
    ['finally: [{ id: b, set: { x: "${{ inputs.m }}" } }]', 'unknown_input: m'],
    ['finally: [{ id: b, approval: { title: x, form: { type: string } } }]', 'invalid_schema: string'],
  ])('%s', (field, problem) => {
    expect(told(`${HEAD}${STEPS}${field}\n`)).toEqual([problem])
  })
})

describe('ids are unique over all lists', () => {
  it.each([
    [`  - { id: a, set: { x: 1 }, onError: { steps: [{ id: a, set: { x: 1 } }] } }\n`],
    [
      `  - { id: b, set: { x: 1 }, onError: { steps: [{ id: a, set: { x: 1 } }] } }\n  - { id: a, set: { x: 1 } }\n`,
    ],
    [
      `  - { id: b, switch: { value: 1, cases: { p: [{ id: a, set: { x: 1 } }], q: [{ id: a, set: { x: 1 } }] } } }\n`,
    ],
  ])('%s', (steps) => {
    expect(told(`${HEAD}steps:\n${steps}`)).toEqual(['duplicate_id: a'])
  })

  it('two steps may each have an undo', () => {
    const undo = 'undo: { set: { x: 1 } }'
    expect(
      told(`${HEAD}steps:\n  - { id: a, set: { x: 1 }, ${undo} }\n  - { id: b, set: { x: 1 }, ${undo} }\n`),
    ).toEqual([])
  })
})

describe('limits', () => {
  it('count the steps of all lists', () => {
    const many = (from: number) =>
      Array.from({ length: 2_000 }, (_, index) => `{ id: s${from + index}, set: { x: 1 } }`).join(', ')
    const source = `${HEAD}steps:\n- { id: h, set: { x: 1 }, onError: { steps: [${many(0)}] } }\n- { id: w, switch: { value: 1, cases: { a: [${many(2_000)}] } } }\nfinally: [${many(4_000)}]\n`
    expect(checkWorkflow(source).problems).toMatchObject([{ code: 'too_large', line: expect.any(Number) }])
    expect(checkWorkflow(source.replace('finally', 'output')).ok).toBe(true)
  })

  it('nesting has an end, in `onError` too', () => {
    const deep = (levels: number): string =>
      levels === 0
        ? '{ id: end, set: { x: 1 } }'
        : `{ id: s${levels}, set: { x: 1 }, onError: { steps: [${deep(levels - 1)}] } }`
    expect(checkWorkflow(`${HEAD}steps: [${deep(15)}]`).ok).toBe(true)
    expect(told(`${HEAD}steps: [${deep(40)}]`)).toEqual([expect.stringMatching(/^too_deep/)])
  })
})
