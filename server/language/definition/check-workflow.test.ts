import { describe, expect, it } from 'vitest'
import type { Problem, WorkflowDefinition } from '@/server/language/contracts'
import { checkWorkflow } from './index'

const HEAD = 'version: 1\nname: sample\n'

/** A problem as `line:column code`, with the text it points at. */
function told(source: string): [string, string][] {
  return checkWorkflow(source).problems.map((problem) => [
    `${problem.line}:${problem.column} ${problem.code}`,
    pointed(source, problem),
  ])
}

function pointed(source: string, { line, column, endLine, endColumn }: Problem): string {
  const lines = source.split('\n')
  const offset = (row: number, col: number) =>
    lines.slice(0, row - 1).reduce((sum, text) => sum + text.length + 1, 0) + col - 1
  return source.slice(offset(line, column), offset(endLine, endColumn))
}

function defined(source: string): WorkflowDefinition {
  const result = checkWorkflow(source)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1))
  return result.definition
}

describe('a sound document becomes a definition', () => {
  it('with order, retries and times resolved', () => {
    const definition = defined(`${HEAD}timeout: 2h
defaults: { retry: { attempts: 5, delay: 2s } }
vars: { api: "https://api.example.com" }
inputs: { n: { type: integer, default: 1 } }
steps:
  - id: first
    set: { a: 1 }
  - id: free
    needs: []
    if: \${{ inputs.n > 1 }}
    timeout: 30s
    http: { url: "\${{ vars.api }}/x" }
    retry: { attempts: 2 }
  - id: both
    needs: [first, free]
    onError: continue
    forEach:
      items: [1, 2]
      maxConcurrency: 2
      steps:
        - id: inner
          set: { b: "\${{ item + index + steps.first.output.a }}" }
  - id: gate
    approval: { title: Go? }
output: "\${{ steps.both.output[0] }}"
`)
    expect(definition).toMatchObject({
      version: 1,
      name: 'sample',
      timeoutMs: 7_200_000,
      tags: [],
      inputs: { n: { type: 'integer', default: 1 } },
    })
    const [first, free, both, gate] = definition.steps
    expect(first).toMatchObject({
      needs: [],
      line: 8,
      onError: 'fail',
      retry: { attempts: 5, backoff: 'exponential', delayMs: 2_000, maxDelayMs: 30_000, jitter: true },
    })
    expect(free).toMatchObject({
      needs: [],
      if: 'inputs.n > 1',
      timeoutMs: 30_000,
      retry: { attempts: 2, delayMs: 2_000 },
    })
    expect(both).toMatchObject({
      needs: ['first', 'free'],
      onError: 'continue',
      config: { items: [1, 2], maxConcurrency: 2 },
      retry: { attempts: 1 },
    })
    expect(both?.config).not.toHaveProperty('steps')
    expect(both?.body).toMatchObject([{ id: 'inner', needs: [], line: 23 }])
    expect(gate).toMatchObject({ needs: ['both'], retry: { attempts: 1, backoff: 'none' } })
  })

  it('network kinds are tried three times, others once, unless told', () => {
    const { steps } = defined(`${HEAD}steps:
  - { id: a, http: { url: x } }
  - { id: b, agent: { model: offline/rules, prompt: hi } }
  - { id: c, code: return 1 }
  - { id: d, http: { url: x }, retry: { attempts: 1 } }
  - { id: e, code: return 1, retry: { attempts: 2, on: [code_failed] } }
`)
    expect(steps.map(({ retry }) => retry.attempts)).toEqual([3, 3, 1, 1, 2])
    expect(steps[4]?.retry).toEqual({
      attempts: 2,
      backoff: 'exponential',
      delayMs: 1_000,
      maxDelayMs: 30_000,
      jitter: true,
      on: ['code_failed'],
    })
  })

  it('branches keep the order of the document', () => {
    const { steps } = defined(`${HEAD}steps:
  - id: p
    parallel:
      join: settled
      branches:
        zebra: [{ id: z, set: { a: 1 } }]
        ant: [{ id: a1, set: { a: 1 } }, { id: a2, set: { b: "\${{ steps.a1.output.a }}" } }]
`)
    expect(steps[0]?.branches?.map(({ name }) => name)).toEqual(['zebra', 'ant'])
    expect(steps[0]?.branches?.[1]?.steps[1]?.needs).toEqual(['a1'])
    expect(steps[0]?.config).toEqual({ join: 'settled' })
  })

  it('JSON is read as well as YAML', () => {
    const json = JSON.stringify({ version: 1, name: 'sample', steps: [{ id: 'a', set: { x: 1 } }] }, null, 2)
    expect(defined(json).steps).toHaveLength(1)
  })

  it('anchors and aliases stand for their values', () => {
    const { steps } = defined(`${HEAD}steps:\n  - { id: a, set: &v { x: 1 } }\n  - { id: b, set: *v }\n`)
    expect(steps[1]?.config).toEqual({ x: 1 })
  })
})

describe('YAML mistakes are told kindly, alone', () => {
  it.each<[string, string, string, string]>([
    ['', '1:1 empty_document', '', 'The document is empty.'],
    ['# only a comment\n', '1:1 empty_document', '', 'The document is empty.'],
    ['- a\n', '1:1 wrong_type', '- a', 'A workflow is a mapping.'],
    ['just text', '1:1 wrong_type', 'just text', 'A workflow is a mapping.'],
    [
      `${HEAD}steps:\n  - id: a\n    set: { x: \${{ run.id }} }\n`,
      '5:16 yaml_syntax',
      '{',
      'YAML cannot read this: Unexpected flow-map-start at node end.',
    ],
    [
      `${HEAD}title: a: b\nsteps: []\n`,
      '3:8 yaml_syntax',
      'a',
      'YAML reads a second `key: value` here, where only one fits.',
    ],
    [`${HEAD}title: "open\nsteps: 1\n`, '5:1 yaml_syntax', '', 'Missing closing "quote.'],
    [
      `${HEAD}title: @me\nsteps: [{id: a, set: {x: 1}}]`,
      '3:8 yaml_syntax',
      '@',
      'A value cannot start with `@`.',
    ],
    [`${HEAD}---\na: 1`, '3:1 yaml_syntax', '---', 'A file holds one workflow; `---` starts a second one.'],
  ])('%j', (source, where, text, message) => {
    expect(told(source)[0]).toEqual([where, text])
    expect(checkWorkflow(source).problems[0]?.message).toBe(message)
    expect(checkWorkflow(source).problems).toHaveLength(1)
  })

  it.each<[string, [string, string][]]>([
    [`${HEAD}name: b\nsteps: [{ id: a, set: { x: 1 } }]`, [['3:1 duplicate_key', 'name']]],
    [
      `${HEAD}steps:\n\t- id: a\n\t  set: { x: 1 }\n`,
      [
        ['4:1 yaml_tab', '\t'],
        ['5:1 yaml_tab', '\t  '],
      ],
    ],
    [`${HEAD}steps:\n  - id: a\n    set: { x: *nope }\n`, [['5:15 unknown_alias', '*nope']]],
    [
      `${HEAD}steps:\n  - id: a\n    set: { x: .inf, y: 123456789012345678901 }\n`,
      [
        ['5:15 invalid_number', '.inf'],
        ['5:24 invalid_number', '123456789012345678901'],
      ],
    ],
    [`${HEAD}steps:\n  - id: a\n    set: { x: { [a]: 1 } }\n`, [['5:17 invalid_key', '[a]']]],
  ])('%j', (source, expected) => {
    expect(told(source)).toEqual(expected)
  })

  it('an unquoted ! is explained with the quoted fix, and its expression is checked all the same', () => {
    const source = `${HEAD}inputs: { dryRun: { type: boolean } }\nsteps:\n  - id: a\n    if: !inputs.dryRun # why\n    set: { x: 1 }\n  - id: b\n    if: !inputs.dryRum && true\n    set: { x: 1 }\n`
    expect(told(source)).toEqual([
      ['6:9 yaml_tag', '!inputs.dryRun'],
      ['9:9 yaml_tag', '!inputs.dryRum'],
      ['9:17 unknown_input', 'dryRum'],
    ])
    expect(checkWorkflow(source).problems[0]?.suggestion).toBe('Put quotes around it: `"!inputs.dryRun"`.')
    expect(checkWorkflow(source).problems[1]?.suggestion).toBe(
      'Put quotes around it: `"!inputs.dryRum && true"`.',
    )
  })

  it('limits are told, not hit', () => {
    expect(told(`a: ${'x'.repeat(1024 * 1024)}`)).toMatchObject([['1:1 too_large', '']])
    expect(told(`a: ${'ü'.repeat(600 * 1024)}`)).toMatchObject([['1:1 too_large', '']])
    expect(told(`a: ${'['.repeat(80)}${']'.repeat(80)}`).some(([where]) => where.endsWith('too_deep'))).toBe(
      true,
    )
    expect(told(`a: ${'['.repeat(200_000)}`).some(([where]) => /too_deep|yaml_syntax/.test(where))).toBe(true)
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}`
    expect(told(bomb).some(([where]) => where.endsWith('too_large'))).toBe(true)
    expect(told('a: &a [*a]').some(([where]) => where.endsWith('too_deep'))).toBe(true)
  })
})

describe('the fields of a workflow', () => {
  const STEPS = 'steps: [{ id: a, set: { x: 1 } }]\n'
  it.each<[string, [string, string][]]>([
    [`name: a\n${STEPS}`, [['1:1 required', 'name']]],
    [`version: 2\nname: a\n${STEPS}`, [['1:10 invalid_value', '2']]],
    [`version: 1\nname: My Flow\n${STEPS}`, [['2:7 invalid_value', 'My Flow']]],
    [`${HEAD}steps: []\n`, [['3:1 invalid_value', 'steps']]],
    [`${HEAD}steps:\n`, [['3:1 wrong_type', 'steps']]],
    [`${HEAD}step: []\n${STEPS}`, [['3:1 unknown_key', 'step']]],
    [`${HEAD}budget: { usd: 1 }\n${STEPS}`, [['3:1 not_available', 'budget']]],
    [`${HEAD}triggers: []\n${STEPS}`, [['3:1 not_available', 'triggers']]],
    [`${HEAD}finally: []\n${STEPS}`, [['3:1 invalid_value', 'finally']]],
    [`${HEAD}timeout: 5\n${STEPS}`, [['3:10 wrong_type', '5']]],
    [`${HEAD}timeout: soon\n${STEPS}`, [['3:10 invalid_duration', 'soon']]],
    [`${HEAD}timeout: 0s\n${STEPS}`, [['3:10 invalid_duration', '0s']]],
    [`${HEAD}title: 5\n${STEPS}`, [['3:8 wrong_type', '5']]],
    [`${HEAD}tags: a\n${STEPS}`, [['3:7 wrong_type', 'a']]],
    [`${HEAD}defaults: { retry: { attemps: 2 } }\n${STEPS}`, [['3:22 unknown_key', 'attemps']]],
    [`${HEAD}runTitle: "\${{ steps.a.output }}"\n${STEPS}`, [['3:22 step_not_visible', 'a']]],
    [`${HEAD}tags: ["\${{ inputs.x }}"]\n${STEPS}`, [['3:20 unknown_input', 'x']]],
    [`${HEAD}title: "\${{ inputs.x }}"\n${STEPS}`, [['3:8 not_evaluated', '"${{ inputs.x }}"']]],
    [`${HEAD}vars: { a: "\${{ run.id }}" }\n${STEPS}`, [['3:12 not_evaluated', '"${{ run.id }}"']]],
    [`${HEAD}${STEPS}output: { r: "\${{ steps.b.output }}" }\n`, [['4:25 unknown_step', 'b']]],
  ])('%j', (source, expected) => {
    expect(told(source)).toEqual(expected)
  })

  it('an expression in a title is a warning: the document still works', () => {
    expect(checkWorkflow(`${HEAD}title: "\${{ inputs.x }}"\n${STEPS}`)).toMatchObject({
      ok: true,
      problems: [{ severity: 'warning' }],
    })
  })

  it.each<[string, [string, string][]]>([
    ['inputs: { a: string }', [['3:14 invalid_schema', 'string']]],
    ['inputs: { a: { type: strng } }', [['3:22 invalid_schema', 'strng']]],
    ['inputs: { a: { typ: string } }', [['3:16 invalid_schema', 'typ']]],
    ['inputs: { a: { type: string, format: emial } }', [['3:38 invalid_schema', 'emial']]],
    ['inputs: { a: { type: string, pattern: "(" } }', [['3:39 invalid_schema', '"("']]],
    ['inputs: { a: { type: integer, default: "1" } }', [['3:40 invalid_default', '"1"']]],
    ['inputs: { a: { type: object, properties: { b: { type: bool } } } }', [['3:55 invalid_schema', 'bool']]],
    [
      'inputs: { a: { type: string, default: "${{ run.id }}" } }',
      [['3:39 not_evaluated', '"${{ run.id }}"']],
    ],
    ['inputs: { a-b: { type: string } }', [['3:11 invalid_key', 'a-b']]],
    ['inputs: { a: { $ref: "#/$defs/x" } }', [['3:22 invalid_schema', '"#/$defs/x"']]],
    ['inputs: { a: { type: string, nullable: true } }', [['3:30 invalid_schema', 'nullable']]],
    ['inputs: { a: { type: [string, null] } }', [['3:31 invalid_schema', 'null']]],
  ])('%s', (line, expected) => {
    expect(told(`${HEAD}${line}\n${STEPS}`)).toEqual(expected)
  })
})

describe('several things at once', () => {
  it('are all told, in reading order', () => {
    const source = `${HEAD}tag: [a]
steps:
  - id: a
    htpp: { url: x }
  - id: a
    set: {}
    needs: [zz]
  - id: c
    http: { methd: GET }
    timeout: long
output: \${{ steps.c.output.statu }}
`
    expect(told(source)).toEqual([
      ['3:1 unknown_key', 'tag'],
      ['6:5 unknown_key', 'htpp'],
      ['7:9 duplicate_id', 'a'],
      ['8:5 invalid_value', 'set'],
      ['9:13 unknown_need', 'zz'],
      ['11:5 required', 'http'],
      ['11:13 unknown_key', 'methd'],
      ['12:14 invalid_duration', 'long'],
      ['13:28 unknown_field', 'statu'],
    ])
  })
})
