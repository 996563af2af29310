import { describe, expect, it } from 'vitest'
import { lineOf, textOf, typeOf, valueIn } from './variable-value'

describe('the value of a variable', () => {
  it.each(['plain', '', 3, true, null, ['a', 1], { zebra: 1, apple: { fig: 2 } }])(
    'comes back from its editor as it went in: %j',
    (value) => {
      const read = valueIn(textOf(value), typeOf(value))
      expect(JSON.stringify(read)).toBe(JSON.stringify({ ok: true, value }))
    },
  )

  it('typed as text stays text, whatever it looks like', () => {
    expect(valueIn('42', 'text')).toEqual({ ok: true, value: '42' })
  })

  it('that is no JSON says what to write', () => {
    expect(valueIn('{ a: 1 }', 'json')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('{ "a": 1 }'),
    })
  })

  it('stands in a list in one line', () => {
    expect(lineOf('a\n  b')).toBe('a b')
    expect(lineOf({ a: [1] })).toBe('{"a":[1]}')
  })
})
