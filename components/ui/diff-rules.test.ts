import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffItems, diffLines, diffObjects } from './diff-rules'

test('the script always leads from the old to the new', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const script = diffItems(before, after)
      expect(script.filter((op) => op.kind !== 'added').map((op) => op.item)).toEqual(before)
      expect(script.filter((op) => op.kind !== 'removed').map((op) => op.item)).toEqual(after)
    }),
  )
})

test('the script is the shortest', () => {
  const edits = diffItems([...'ABCABBA'], [...'CBABAC']).filter((op) => op.kind !== 'same')
  expect(edits).toHaveLength(5)
})

test('two long texts without a common line still give a whole diff', () => {
  const before = Array.from({ length: 3_000 }, (_, index) => `old ${index}`)
  const after = Array.from({ length: 3_000 }, (_, index) => `new ${index}`)
  expect(diffItems(before, after)).toHaveLength(6_000)
})

test('a changed line marks only the changed words', () => {
  const lines = diffLines('one\nfix the login bug\nend', 'one\nfix the logout bug\nend')
  expect(lines.map((line) => line.kind)).toEqual(['same', 'removed', 'added', 'same'])
  expect(lines[1]?.parts.filter((part) => part.isChanged).map((part) => part.text)).toEqual(['login'])
  expect(lines[2]?.parts.filter((part) => part.isChanged).map((part) => part.text)).toEqual(['logout'])
  expect(lines[3]).toMatchObject({ before: 3, after: 3 })
})

test('objects differ by path', () => {
  const before = { title: 'a', items: [{ price: 1 }, 2], gone: true }
  const after = { title: 'b', items: [{ price: 3 }, 2, 'new'], fresh: null }
  expect(diffObjects(before, after)).toEqual([
    { kind: 'changed', path: 'title', before: 'a', after: 'b' },
    { kind: 'changed', path: 'items[0].price', before: 1, after: 3 },
    { kind: 'added', path: 'items[2]', after: 'new' },
    { kind: 'removed', path: 'gone', before: true },
    { kind: 'added', path: 'fresh', after: null },
  ])
  expect(diffObjects(before, structuredClone(before))).toEqual([])
})
