import { expect, test } from 'vitest'
import { findWorkflows } from './find-workflows'

const ROWS = [
  { name: 'order-saga', title: 'Order saga', description: 'Charges in parallel' },
  { name: 'health-sweep', title: 'Health sweep', description: null },
]

test('every word must occur, in name, title or description', () => {
  expect(findWorkflows(ROWS, 'PARALLEL order').map((row) => row.name)).toEqual(['order-saga'])
  expect(findWorkflows(ROWS, 'order sweep')).toEqual([])
})

test('an empty search keeps all', () => {
  expect(findWorkflows(ROWS, '  ')).toHaveLength(2)
})
