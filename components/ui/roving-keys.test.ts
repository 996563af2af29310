import { expect, it } from 'vitest'
import { stopAfter } from './roving-keys'

it.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 0],
  ['ArrowLeft', 0, 2],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['a', 0, undefined],
  ['ArrowRight', -1, undefined],
])('%s at stop %i of three leads to %s', (key, index, next) => {
  expect(stopAfter(key, index, 3)).toBe(next)
})
