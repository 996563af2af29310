import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTemplate, parseTemplate, soleExpression } from './index'

const shape = (text: string) =>
  parseTemplate(text).parts.map((part) => (part.kind === 'text' ? part.text : [part.source.trim()]))

describe('an expression ends where JavaScript says', () => {
  it.each([
    ['plain', ['plain']],
    ['${{ a }}', [['a']]],
    ['x ${{ a }} y ${{ b.c }} z', ['x ', ['a'], ' y ', ['b.c'], ' z']],
    ['${{ "}}" }}', [['"}}"']]],
    ["${{ '}}' + `}}${ {a:1}.a }}}` }}!", [["'}}' + `}}${ {a:1}.a }}}`"], '!']],
    ['${{ {a: {b: 1}} }}', [['{a: {b: 1}}']]],
    ['${{ {a: {b: 1}}}}', [['{a: {b: 1}}']]],
    ['${{ list.map((n) => { return n }) }}', [['list.map((n) => { return n })']]],
    ['${{ /}}/.test(a) }}', [['/}}/.test(a)']]],
    ['${{ (a) }} ${{ ((a)) }}', [['(a)'], ' ', ['((a))']]],
    ['${{a}}${{b}}', [['a'], ['b']]],
    ['${{ a }}\n', [['a'], '\n']],
    ['${{ a }} it\'s "fine" `too`', [['a'], ' it\'s "fine" `too`']],
    ['$ {{ a }} }} ${ a }', ['$ {{ a }} }} ${ a }']],
    ["${{ '${{' }}", [["'${{'"]]],
  ])('%s', (text, expected) => {
    expect(parseTemplate(text).problems).toEqual([])
    expect(shape(text)).toEqual(expected)
  })

  it.each([
    ['${{ }}', 'The expression is empty.', 0, 6],
    ['a ${{ b', 'This `${{` is never closed.', 2, 7],
    ['${{', 'This `${{` is never closed.', 0, 3],
    ['${{ a + }} rest', 'Unexpected token.', 8, 9],
    ['${{ a b }} rest', 'Expected `}}` after the expression.', 6, 8],
    ["${{ 'open }} rest", 'Unterminated string constant.', 4, 10],
    ['${{ a } }', 'This `${{` is never closed.', 0, 9],
  ])('%s is told where it is wrong', (text, message, start, end) => {
    expect(parseTemplate(text).problems).toMatchObject([{ message, start, end }])
  })

  it('goes on after a broken expression', () => {
    expect(shape('${{ a + }} mid ${{ b }}')).toEqual([' mid ', ['b']])
  })

  it('knows a text that is one expression', () => {
    expect(soleExpression(parseTemplate('${{ a }}'))?.source.trim()).toBe('a')
    expect(soleExpression(parseTemplate('${{ a }} '))).toBeUndefined()
    expect(soleExpression(parseTemplate('a'))).toBeUndefined()
  })

  it('is refused when it is nested beyond reason or endless', () => {
    expect(parseTemplate(`\${{ ${'['.repeat(100_000)} }}`).problems).toHaveLength(1)
    expect(parseTemplate(`\${{ 1${' + 1'.repeat(4_000)} }}`).problems[0]?.message).toContain(
      '10000 characters',
    )
  })
})

describe('any text', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('${{', '}}', '{', '}', '"', "'", '`', '/', '(', ')', ' a ', '//', '\\'),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))

  it('is split without an exception, and what is no expression is kept', () => {
    fc.assert(
      fc.property(text, (sample) => {
        const { parts, problems } = parseTemplate(sample)
        const kept = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
        expect(kept.length).toBeLessThanOrEqual(sample.length)
        if (!isTemplate(sample)) expect(kept).toBe(sample)
        for (const part of parts)
          if (part.kind === 'expression') expect(sample.startsWith(part.source, part.start)).toBe(true)
        for (const { start, end } of problems)
          expect(0 <= start && start < end && end <= sample.length).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is read back from a string literal in an expression', () => {
    fc.assert(
      fc.property(text, text, (inside, after) => {
        fc.pre(!isTemplate(after))
        const literal = JSON.stringify(inside)
        expect(shape(`\${{ ${literal} }}${after}`)).toEqual(after === '' ? [[literal]] : [[literal], after])
      }),
      { numRuns: 300 },
    )
  })
})
