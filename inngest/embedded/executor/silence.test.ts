import { expect, test } from 'vitest'
import { createSilenceWatch } from './silence'

const watch = () => createSilenceWatch({ leaseMs: 3_000, pulseMs: 500 })
const owner = (beats: number, isExpired = false) => ({ id: 'other', beats: String(beats), isExpired })

/** Looks every half second; `at(n)` is what the nth look sees. Gives the moment of the first look that finds it dead. */
function deadAtMs(at: (n: number) => ReturnType<typeof owner>, looks = 20): number | undefined {
  const { look } = watch()
  for (let n = 0; n < looks; n++) if (look([at(n)], n * 500).length > 0) return n * 500
  return undefined
}

test('an owner that beats is never dead', () => {
  expect(deadAtMs((n) => owner(n))).toBeUndefined()
})

test('an owner whose heartbeat stands still for the lease is dead', () => {
  expect(deadAtMs(() => owner(7))).toBe(3_000)
})

test('a clock that jumps ahead kills nobody who beats', () => {
  expect(deadAtMs((n) => owner(n, true))).toBeUndefined()
})

test('an owner whose lease had run out before is dead after two beats', () => {
  expect(deadAtMs(() => owner(7, true))).toBe(1_000)
})

test('what happened while nobody could look is held against nobody', () => {
  const { look } = watch()
  expect(look([owner(7)], 0)).toEqual([])
  expect(look([owner(7)], 500)).toEqual([])
  expect(look([owner(7, true)], 60_000)).toEqual([])
  expect(look([owner(8)], 60_500)).toEqual([])
  expect(look([owner(8)], 61_000)).toEqual([])
})

test('an owner that comes back under its name is watched anew', () => {
  const { look } = watch()
  for (let n = 0; n < 5; n++) expect(look([owner(7)], n * 500)).toEqual([])
  expect(look([], 2_500)).toEqual([])
  expect(look([owner(7)], 3_000)).toEqual([])
  expect(look([owner(7)], 3_500)).toEqual([])
})
