import { expect, test } from 'vitest'
import { compareHref, placeTitle, readCompared } from './compare-places'

const read = (query: string, latestVersion: number, hasUnpublishedChanges: boolean) =>
  readCompared(new URLSearchParams(query), { latestVersion, hasUnpublishedChanges })

test('the address says what is compared', () => {
  expect(read('from=1&to=draft', 4, true)).toEqual({ from: 1, to: 'draft' })
  expect(read('from=4&to=2', 4, false)).toEqual({ from: 4, to: 2 })
})

test('without an address it is what changed last', () => {
  expect(read('', 4, true)).toEqual({ from: 4, to: 'draft' })
  expect(read('', 4, false)).toEqual({ from: 3, to: 4 })
  expect(read('', 1, false)).toEqual({ from: 1, to: 1 })
})

test('versions that are not there are not compared', () => {
  expect(read('from=9&to=0', 4, true)).toEqual({ from: 4, to: 'draft' })
  expect(read('from=-1&to=x', 4, false)).toEqual({ from: 3, to: 4 })
})

test('a comparison has an address', () => {
  expect(compareHref('/o/p', 'report', { from: 2, to: 'draft' })).toBe(
    '/o/p/workflows/report/compare?from=2&to=draft',
  )
  expect(placeTitle('draft')).toBe('Draft')
  expect(placeTitle(3)).toBe('Version 3')
})
