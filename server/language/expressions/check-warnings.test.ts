import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '@/server/kernel/json'
import {
  checkExpression,
  checkProgram,
  constantTruth,
  parseExpression,
  type ScopeInfo,
  type StepLookup,
  schemaOf,
} from './index'

const OUTPUT: JsonSchema = { type: 'object', properties: { state: { enum: ['on', 'off', 3] }, a: {} } }

const names: [string, JsonSchema][] = [
  [
    'inputs',
    {
      type: 'object',
      properties: {
        size: { enum: ['small', 'large'] },
        maybe: { type: ['object', 'null'], properties: { name: { type: 'string' } } },
        list: { type: 'array', items: { type: 'integer' } },
      },
    },
  ],
  ['loop', { type: 'object', properties: { index: {}, previous: { type: ['object', 'null'] } } }],
  ['run', { type: 'object', properties: { status: { enum: ['failed', 'succeeded'] } } }],
]

const scope: ScopeInfo = {
  names: new Map(names),
  secrets: 'allowed',
  knownSecrets: ['TOKEN'],
  steps: {
    ids: () => [],
    find(id): StepLookup {
      if (id === 'sure') return { kind: 'visible', output: OUTPUT }
      if (id === 'skipped')
        return { kind: 'visible', output: OUTPUT, absence: { of: 'output', reason: 'It may be skipped.' } }
      if (id === 'early')
        return { kind: 'visible', output: OUTPUT, absence: { of: 'step', reason: 'It may not have run.' } }
      return { kind: 'unknown' }
    },
  },
}

const codes = (source: string, more: Partial<ScopeInfo> = {}) =>
  checkExpression(source, { ...scope, ...more }).map(({ code, severity, start, end }) => [
    code,
    severity ?? 'error',
    source.slice(start, end),
  ])

describe('reading a field of what may not be there is a warning', () => {
  it.each([
    ['steps.skipped.output.a', 'a'],
    ['steps.skipped?.output.a', 'a'],
    ['steps["skipped"].output["a"]', '"a"'],
    ['steps.skipped.output[inputs.size]', 'inputs.size'],
    ['steps.early.output', 'output'],
    ['steps.early.status', 'status'],
    ['steps.early?.output.a', 'a'],
    ['inputs.maybe.name', 'name'],
    ['loop.previous.x', 'x'],
    ['steps.sure.output.a && steps.skipped.output.a', 'a'],
    ['[inputs.maybe.name]', 'name'],
  ])('%s', (source, where) => {
    expect(codes(source)).toEqual([['may_be_absent', 'warning', where]])
  })

  it.each([
    'steps.sure.output.a',
    'steps.skipped.output',
    'steps.skipped.status',
    'steps.skipped.output?.a',
    'steps.skipped.output?.a.b.c',
    'steps.early?.output',
    'steps.early?.output?.a',
    'inputs.maybe?.name',
    'inputs.maybe',
    'loop.previous?.x ?? 0',
    'steps.skipped.output && steps.skipped.output.a',
    'steps.skipped.status == "succeeded" ? steps.skipped.output.a : 0',
    'steps.skipped.output?.a && steps.skipped.output.a',
    'steps.skipped && steps.skipped.output.a',
    'loop.index > 0 && loop.previous.x',
    'inputs.maybe != null && inputs.maybe.name',
  ])('not so in %s', (source) => {
    expect(codes(source)).toEqual([])
  })

  it('a condition around the place may have tested it', () => {
    expect(codes('steps.skipped.output.a', { tested: [['steps', 'skipped', 'status']] })).toEqual([])
    expect(codes('steps.skipped.output.a', { tested: [['steps', 'skipped', 'output', 'state']] })).toEqual([])
    expect(codes('steps.early.output.a', { tested: [['steps', 'early', 'status']] })).toEqual([])
    expect(codes('steps.skipped.output.a', { tested: [['steps', 'sure', 'status']] })).toHaveLength(1)
    expect(codes('steps.skipped.output.a', { tested: [['steps']] })).toHaveLength(1)
  })

  it('the message says why and what to write', () => {
    expect(checkExpression('steps.skipped.output.a', scope)).toMatchObject([
      {
        message: 'It may be skipped. Then this expression fails.',
        suggestion: 'Write `steps.skipped.output?.a`, or test it first.',
      },
    ])
    expect(checkExpression('steps.skipped.output["a b"]', scope)[0]?.suggestion).toContain('output?.["a b"]`')
    expect(checkExpression('steps.skipped.output[run.status]', scope)[0]?.suggestion).toContain(
      'output?.[…]`',
    )
    expect(checkExpression('inputs.maybe.name', scope)[0]?.message).toContain('`inputs.maybe` can be `null`.')
  })

  it('programs test with `if` and `while`, too', () => {
    const found = (source: string) => checkProgram(source, scope).map(({ code }) => code)
    expect(found('return steps.skipped.output.a')).toEqual(['may_be_absent'])
    expect(found('if (!steps.skipped.output) return 1\nreturn steps.skipped.output.a')).toEqual([])
    expect(found('while (steps.skipped.output) return steps.skipped.output.a')).toEqual([])
  })
})

describe('a comparison that never holds is a warning', () => {
  it.each([
    ['inputs.size == "smal"', '"smal"'],
    ['"tiny" !== inputs.size', '"tiny"'],
    ['steps.sure.status == "succeded"', '"succeded"'],
    ['steps.sure.output.state === "On"', '"On"'],
    ['steps.sure.output?.state === "On"', '"On"'],
    ['run.status != "done"', '"done"'],
  ])('%s', (source, where) => {
    expect(codes(source)).toEqual([['impossible_comparison', 'warning', where]])
  })

  it.each([
    'inputs.size == "large"',
    'inputs.size > "b"',
    'inputs.size == inputs.list',
    'inputs.list[0] == "x"',
    'inputs[run.status] == "x"',
    '["x"].map((inputs) => inputs.size == "x")',
    '["x"].map((run) => run == "x")',
    '"a" == "b"',
    '(1 + 1) == "x"',
  ])('not so in %s', (source) => {
    expect(codes(source)).toEqual([])
  })

  it('the nearest possibility is offered', () => {
    expect(checkExpression('inputs.size == "smal"', scope)).toMatchObject([
      {
        message: 'This is never `smal`: it is one of `small`, `large`.',
        suggestion: 'Did you mean `small`?',
      },
    ])
  })
})

describe('secrets the project does not have', () => {
  it('are a warning with the nearest name', () => {
    expect(checkExpression('secrets.TOKEM', scope)).toMatchObject([
      { code: 'unknown_secret', severity: 'warning', suggestion: 'Did you mean `TOKEN`?' },
    ])
    expect(checkExpression('secrets.PASSWORD', scope)[0]?.suggestion).toBe('Add it before the workflow runs.')
  })

  it('are not told where the names are not known', () => {
    const { knownSecrets: _, ...unknown } = scope
    expect(checkExpression('secrets.PASSWORD', unknown)).toEqual([])
    expect(checkExpression('secrets.TOKEN', scope)).toEqual([])
  })
})

describe('a condition that reads nothing', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['0', false],
    ['"x"', true],
    ['!true', false],
    ['${{ false }}', false],
    ['inputs.size', undefined],
    ['!inputs.size', undefined],
    ['1 +', undefined],
  ])('%s is %s', (source, expected) => {
    expect(constantTruth(source)).toBe(expected)
  })
})

describe('the schema of a path', () => {
  const at = (source: string) => {
    const parsed = parseExpression(source)
    return parsed.ok ? schemaOf(parsed.ast, scope) : 'broken'
  }
  it.each([
    ['inputs.list', { type: 'array', items: { type: 'integer' } }],
    ['inputs.list[0]', { type: 'integer' }],
    ['steps.sure.attempts', { type: 'integer' }],
    ['steps.sure?.output?.state', { enum: ['on', 'off', 3] }],
  ])('%s', (source, expected) => {
    expect(at(source)).toEqual(expected)
  })

  it.each([
    'nope',
    'nope.a',
    'steps',
    'steps.nope.output',
    'steps[inputs.size].output',
    'inputs.list[inputs.size]',
    'inputs.list.length',
    '1 + 1',
    '(() => 1)().x',
  ])('nothing is known of %s', (source) => {
    expect(at(source)).toBeUndefined()
  })
})

describe('names in programs', () => {
  it('what reaches outside elsewhere is explained with what does here', () => {
    expect(checkProgram('fetch("x")', scope)[0]?.suggestion).toContain('await http({ url })')
    expect(checkProgram('setTimeout(f)', scope)[0]?.suggestion).toBe("Write `await sleep('10s')`.")
    expect(checkExpression('setTimeout', scope)[0]?.suggestion).toContain('Use an `http` step')
  })

  it('the calls of programs are none of an expression', () => {
    expect(checkExpression('http({ url: "x" })', scope)).toMatchObject([{ code: 'unknown_name' }])
  })
})
