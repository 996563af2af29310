import { expect, test } from 'vitest'
import { isFiltered, readFilters, toggleStatus } from './run-filters'

test('filters are read from the address, unknown statuses left out', () => {
  const filters = readFilters(
    new URLSearchParams('status=failed,nonsense,running&workflow=saga&q=order&tag=eu'),
  )
  expect(filters).toEqual({
    statuses: ['running', 'failed'],
    workflow: 'saga',
    search: 'order',
    tag: 'eu',
    isTopLevel: true,
  })
  expect(isFiltered(filters)).toBe(true)
})

test('an empty address filters nothing', () => {
  expect(isFiltered(readFilters(new URLSearchParams('status=&q=%20')))).toBe(false)
})

test('runs that other runs started are listed when the address says so', () => {
  expect(readFilters(new URLSearchParams('')).isTopLevel).toBe(true)
  const all = readFilters(new URLSearchParams('children=shown'))
  expect(all.isTopLevel).toBe(false)
  expect(isFiltered(all)).toBe(false)
})

test('a status is switched on, and off again', () => {
  expect(toggleStatus(['failed'], 'queued')).toEqual(['queued', 'failed'])
  expect(toggleStatus(['queued', 'failed'], 'queued')).toEqual(['failed'])
})
