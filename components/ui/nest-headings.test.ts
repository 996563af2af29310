import { expect, test } from 'vitest'
import { nestHeadings } from './nest-headings'

const nested = (...depths: number[]) => {
  const children = depths.map((depth) => ({ type: 'element', tagName: `h${depth}` }))
  nestHeadings()({ type: 'root', children })
  return children.map(({ tagName }) => tagName).join(' ')
}

test.each([
  [[1, 2, 3], 'h3 h4 h5'],
  [[1, 3, 3, 2], 'h3 h4 h4 h4'],
  [[3, 1, 4], 'h3 h3 h4'],
  [[2, 2], 'h3 h3'],
  [[1, 2, 3, 4, 5, 6], 'h3 h4 h5 h6 h6 h6'],
])('headings of depth %j are %s', (depths, levels) => {
  expect(nested(...depths)).toBe(levels)
})
