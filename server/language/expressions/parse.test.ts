import { describe, expect, it } from 'vitest'
import {
  checkExpression,
  checkProgram,
  nearest,
  parseExpression,
  parseProgram,
  readPath,
  resolvePath,
  type ScopeInfo,
} from './index'
import { parseLeadingExpression } from './parse'

const scope: ScopeInfo = {
  names: new Map([['inputs', {}]]),
  secrets: 'allowed',
  steps: { ids: () => [], find: () => ({ kind: 'unknown' }) },
}
const programCodes = (source: string) => checkProgram(source, scope).map(({ code }) => code)

describe('limits of code', () => {
  it('what nests beyond reason is refused before it is parsed', () => {
    expect(parseProgram('('.repeat(300))).toMatchObject({
      ok: false,
      problem: { message: 'The code is nested too deeply.' },
    })
    expect(parseExpression('- '.repeat(300))).toMatchObject({
      ok: false,
      problem: { message: 'The code is nested too deeply.' },
    })
    expect(parseExpression(`${'[1, '.repeat(100)}2${']'.repeat(100)}`).ok).toBe(true)
  })

  it('an expression is at most 10,000 characters', () => {
    const message = expect.stringContaining('longer than 10000 characters')
    expect(parseExpression(`"${'a'.repeat(9_990)}"`).ok).toBe(true)
    expect(parseExpression(`"${'a'.repeat(10_010)}"`)).toMatchObject({ ok: false, problem: { message } })
    expect(parseExpression(`1${' + 1'.repeat(2_500)}`)).toMatchObject({ ok: false, problem: { message } })
    expect(parseExpression(`${' '.repeat(9_999)}ab`)).toMatchObject({ ok: false, problem: { message } })
  })

  it('parentheses around the whole of it belong to it', () => {
    expect(parseLeadingExpression('((1) + 2) }}')).toMatchObject({ ok: true, end: 9 })
    expect(parseLeadingExpression('(/* ( */ 1) }}')).toMatchObject({ ok: true, end: 11 })
  })
})

describe('names in programs', () => {
  it.each([
    'const [a, , b = inputs.x, ...rest] = []\nreturn [a, b, rest]',
    'const { [inputs.key]: value, nested: { deep = 1 } = {}, ...others } = {}\nreturn [value, deep, others]',
    'class A { [inputs.name] = 1; plain; static get() { return new this() } #own = 2 }\nclass B extends A { constructor() { super() } }\nreturn [A, B]',
    'const f = function named(...parts) { return arguments.length + named.length + parts.length }\nreturn f()',
    'try { inputs.a.b } catch { return 1 } finally { console.log(1) }',
    'let a\n;[a] = [1]\n;({ a } = { a: 2 })\na++\nreturn a',
    'return { inputs, ["a" + 1]: 2, get b() { return 3 } }',
    'outer: for (const a in inputs) { for (;;) { continue outer } }',
    'async function* walk() { yield inputs.a }\nreturn walk',
    'switch (inputs.a) { case 1: { const b = 1; return b } default: return 2 }',
  ])('%s', (source) => {
    expect(checkProgram(source, scope)).toEqual([])
  })

  it.each([
    ['class A { [nope] = 1 }', ['unknown_name']],
    ['const { [nope]: a } = {}', ['unknown_name']],
    ['const { a = nope } = {}', ['unknown_name']],
    ['const [a = nope] = []', ['unknown_name']],
    ['inputs.list.sort().length = 0', []],
    ['delete inputs.a', ['expression_not_allowed']],
    ['f()[inputs.a] = nope', ['unknown_name', 'unknown_name']],
    ['import.meta', ['code_syntax']],
    ['return new.target', ['expression_syntax']],
    ['return import("x")', ['expression_not_allowed']],
  ])('%s', (source, codes) => {
    if (codes[0] === 'code_syntax') expect(programCodes(source)).toHaveLength(1)
    else expect(programCodes(source)).toEqual(codes)
  })

  it('an expression neither awaits nor knows itself', () => {
    expect(checkExpression('(async () => await inputs.a)()', scope)).toMatchObject([
      { code: 'expression_not_allowed', message: 'Nothing can be awaited here.' },
    ])
    expect(checkExpression('({ a() { return super.b } })', scope)).toMatchObject([
      { code: 'expression_not_allowed' },
    ])
    expect(checkExpression('Date["now"]()', scope)).toEqual([])
    expect(checkExpression('((Date) => Date.now())(inputs)', scope)).toEqual([])
  })
})

describe('plain paths', () => {
  it.each([
    ['a.b[0]["c d"]', ['a', 'b', 0, 'c d']],
    ['a?.b', undefined],
    ['a[b]', undefined],
    ['a[-1]', undefined],
    ['a[1.5]', undefined],
    ['a.b()', undefined],
    ['a.', undefined],
  ])('%s', (source, path) => {
    expect(readPath(source)).toEqual(path)
  })

  it('a character of a text is read by its position', () => {
    expect(resolvePath(['a', 1], { a: 'xyz' })).toEqual({ kind: 'value', value: 'y' })
    expect(resolvePath(['a', 9], { a: 'xyz' })).toEqual({ kind: 'value', value: undefined })
  })
})

describe('the nearest name', () => {
  it('is looked for among the first 300 only', () => {
    const many = [...Array.from({ length: 300 }, (_, index) => `other${index}`), 'wanted']
    expect(nearest('wantd', many)).toBeUndefined()
    expect(nearest('wantd', [...many].reverse())).toBe('wanted')
  })
})
