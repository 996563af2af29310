import { expect, test } from 'vitest'
import { findUnstorable } from './storable-text'

test('text of any language and emoji can be kept', () => {
  expect(findUnstorable({ a: ['größe', '漢字', '🐾', '', '\n\t'], b: 1, c: null })).toBeUndefined()
})

test.each([
  ['a zero character', { a: [{ b: 'x\0y' }] }, 'a.0.b'],
  ['half a surrogate pair', { a: '\ud83d' }, 'a'],
  ['a name with a zero character', { 'x\0': 1 }, 'x\0'],
  ['the whole value', 'x\0', ''],
])('%s is found where it is', (_, value, path) => {
  expect(findUnstorable(value)).toBe(path)
})
