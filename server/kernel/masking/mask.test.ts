import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../json'
import { createMask } from './mask'

const mask = createMask([
  { name: 'TOKEN', value: 'pa"ss wörd' },
  { name: 'PIN', value: '12' },
  { name: 'LONG', value: 'pa"ss wörd-longer' },
  { name: 'DIGITS', value: '90210' },
])

describe('a mask', () => {
  it.each([
    ['plain', 'x pa"ss wörd y', 'x •••TOKEN••• y'],
    ['in a path', `a=${encodeURIComponent('pa"ss wörd')}`, 'a=•••TOKEN•••'],
    ['in a path, with small hex digits', encodeURIComponent('pa"ss wörd').toLowerCase(), '•••TOKEN•••'],
    ['in a form', new URLSearchParams({ v: 'pa"ss wörd' }).toString(), 'v=•••TOKEN•••'],
    ['in Base64', `Basic ${base64('pa"ss wörd')}`, 'Basic •••TOKEN•••='],
    [
      'inside a longer Base64 text',
      base64('user:pa"ss wörd, and more'),
      /^dXNlcjpw.{0,1}•••TOKEN•••|^dXNlcj.{0,2}•••TOKEN•••/,
    ],
    ['escaped in JSON', JSON.stringify({ a: 'pa"ss wörd' }), '{"a":"•••TOKEN•••"}'],
    ['by the longer name', 'pa"ss wörd-longer', '•••LONG•••'],
    ['too short to be one', '12', '12'],
  ])('hides a secret %s', (_, text, expected) => {
    if (typeof expected === 'string') expect(mask.text(text)).toBe(expected)
    else expect(mask.text(text)).toMatch(expected)
  })

  it('hides in every text, key and number of a JSON value', () => {
    expect(mask.json({ a: ['x pa"ss wörd'], 'pa"ss wörd': null, n: 90210, m: 5, f: true })).toEqual({
      a: ['x •••TOKEN•••'],
      '•••TOKEN•••': null,
      n: '•••DIGITS•••',
      m: 5,
      f: true,
    })
  })

  it('leaves nothing of two secrets that overlap', () => {
    const both = createMask([
      { name: 'A', value: 'abcdef' },
      { name: 'B', value: 'defghijk' },
    ])
    expect(both.text('>abcdefghijk<')).toBe('>•••A•••<')
    expect(both.text('>abcdefdefghijk<')).toBe('>•••A••••••B•••<')
  })

  it('without secrets gives back the value itself', () => {
    const value = { a: 'x' }
    expect(createMask([]).json(value)).toBe(value)
  })

  it('takes the longest secret there can be', () => {
    const value = Buffer.from(Array.from({ length: 32_768 }, (_, at) => 33 + (at % 90))).toString('latin1')
    expect(createMask([{ name: 'FILE', value }]).text(`<${base64(value)}>`)).toMatch(/^<•••FILE•••=?>$/)
  })
})

// A small alphabet makes finds, overlaps and near misses common.
const letters = fc.string({ unit: fc.constantFrom('a', 'b', '"', ' ', 'ö', '\u{1F511}'), maxLength: 30 })
const secret = fc.string({ unit: fc.constantFrom('a', 'b', '"', ' ', 'ö'), minLength: 4, maxLength: 7 })
const secrets = fc.array(secret, { minLength: 1, maxLength: 4 })
const named = (values: string[]) => values.map((value, index) => ({ name: `S${index}`, value }))

describe('a masked stream', () => {
  it('gives the same text however it was cut', () => {
    const text = fc.array(
      fc.oneof(
        letters,
        secrets.map((all) => all.join('')),
      ),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(secrets, text, fc.array(fc.nat(60), { maxLength: 20 }), (values, parts, cuts) => {
        const own = createMask(named(values))
        const whole = [...parts, ...values].join('')
        const stream = own.stream()
        let streamed = ''
        let at = 0
        for (const length of cuts) {
          streamed += stream.push(whole.slice(at, at + length))
          at += length
        }
        streamed += stream.push(whole.slice(at)) + stream.end()
        expect(streamed).toBe(own.text(whole))
      }),
      { numRuns: 500 },
    )
  })

  it('never lets a secret out, nor the first letters of one that goes on', () => {
    fc.assert(
      fc.property(secrets, letters, letters, (values, before, after) => {
        const own = createMask(named(values))
        for (const value of values) {
          const stream = own.stream()
          let out = ''
          for (const character of `${before}${value}${after}`) {
            out += stream.push(character)
            expect(values.some((each) => out.includes(each))).toBe(false)
          }
          expect(out + stream.end()).not.toContain(value)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives out at once what cannot begin a secret', () => {
    const stream = createMask([{ name: 'S', value: 'abcd' }]).stream()
    expect(stream.push('x'.repeat(100)).length).toBeGreaterThan(80)
  })
})

describe('masked JSON', () => {
  it('holds no secret in any text, key or number', () => {
    fc.assert(
      fc.property(secret, fc.jsonValue(), letters, (value, json, around) => {
        // fast-check's JSON values are JSON values.
        const planted = { a: [json as JsonValue, `${around}${value}`], [value]: { b: value } }
        const shown = JSON.stringify(createMask([{ name: 'S', value }]).json(planted))
        expect(shown).not.toContain(JSON.stringify(value).slice(1, -1))
      }),
    )
  })
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
