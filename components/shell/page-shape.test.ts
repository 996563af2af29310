import { expect, it } from 'vitest'
import { shapeOf } from './page-shape'

it.each([
  ['', 'overview'],
  ['/', 'overview'],
  ['/runs', 'table'],
  ['/runs/12', 'detail'],
  ['/workflows', 'table'],
  ['/workflows/new', 'form'],
  ['/workflows/release-notes', 'detail'],
  ['/approvals', 'detail'],
  ['/settings/organization', 'form'],
  ['/account/profile', 'form'],
  ['/something/else', 'detail'],
] as const)('the page %j has the shape of a %s', (path, shape) => {
  expect(shapeOf(path)).toBe(shape)
})
