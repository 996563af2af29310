import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineChanges } from './line-changes'

function apply(text: string, changes: ReturnType<typeof lineChanges>): string {
  return [...changes]
    .reverse()
    .reduce((result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to), text)
}

test('the changes lead from one text to the other', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', '  c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      expect(apply(before, lineChanges(before, after))).toBe(after)
    }),
  )
})

test('lines that stay are left alone', () => {
  expect(lineChanges('one\ntwo\nthree\n', 'one\n2\nthree\n')).toEqual([{ from: 4, to: 8, insert: '2\n' }])
  expect(lineChanges('same', 'same')).toEqual([])
})

test('two texts with little in common still change', () => {
  const before = Array.from({ length: 3_000 }, (_, index) => `old ${index}`).join('\n')
  const after = Array.from({ length: 3_000 }, (_, index) => `new ${index}`).join('\n')
  expect(apply(before, lineChanges(before, after))).toBe(after)
})
