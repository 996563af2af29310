import { expect, test } from 'vitest'
import { pathsToDepth, visibleRows } from './json-rows'

const VALUE = { name: 'saga', 'odd key': [1, 2], empty: {}, nested: { deep: { x: null } } }

test('only expanded branches show their children', () => {
  const paths = visibleRows(VALUE, new Set(['$', '$.nested']), new Map()).map((row) => row.path)
  expect(paths).toEqual(['$', '$.name', '$["odd key"]', '$.empty', '$.nested', '$.nested.deep'])
})

test('an empty object is no branch', () => {
  const row = visibleRows(VALUE, new Set(['$']), new Map()).find((candidate) => candidate.path === '$.empty')
  expect(row?.isBranch).toBe(false)
})

test('a long array shows a page and counts the rest', () => {
  const long = Array.from({ length: 250 }, (_, index) => index)
  const rows = visibleRows(long, new Set(['$']), new Map())
  expect(rows).toHaveLength(102)
  expect(rows.at(-1)?.hiddenCount).toBe(150)
  expect(visibleRows(long, new Set(['$']), new Map([['$', 3]]))).toHaveLength(251)
})

test('the first expansion goes level by level and stops at its budget', () => {
  const wide = { a: Array(90).fill(0), b: Array(90).fill(0), c: { d: 1 } }
  const expanded = pathsToDepth(wide, 3, 100)
  expect([...expanded]).toEqual(['$', '$.a', '$.c'])
})
