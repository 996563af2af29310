import { describe, expect, it } from 'vitest'
import { fieldTable } from './markdown'
import { typeText } from './type-text'

describe('what may be written for a schema', () => {
  it.each([
    [{ enum: ['a', 1] }, '`a`, `1`'],
    [{ const: 5 }, '`5`'],
    [{ type: 'integer' }, 'whole number'],
    [{ type: ['integer', 'null'] }, 'whole number or nothing'],
    [{ type: ['string', 'integer', 'boolean'] }, 'text'],
    [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'text or whole number'],
    [{ type: 'zzz' }, 'zzz'],
    [{}, 'any value'],
  ])('%j is told in a few words', (schema, text) => {
    expect(typeText(schema)).toBe(text)
  })
})

describe('a table of fields', () => {
  it('of a schema without any says so', () => {
    expect(fieldTable({ type: 'object' })).toBe('It has no fields.')
  })

  it('tells of fields that say nothing of themselves, too', () => {
    const shown = fieldTable({
      type: 'object',
      properties: { a: true, b: { type: 'string' } },
      required: ['b'],
    })
    expect(shown.split('\n').slice(2)).toEqual(['| `a` | any value |  |  |', '| `b` | text | required |  |'])
  })
})
