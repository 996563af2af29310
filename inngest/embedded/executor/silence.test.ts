import { expect, test } from 'vitest'
import { createSilenceWatch } from './silence'

const watch = () => createSilenceWatch({ leaseMs: 3_000, pulseMs: 500 })
const owner = (beats: number, isExpired = false, isConnected = true) => ({
  id: 'other',
  beats: String(beats),
  isExpired,
  isConnected,
})

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

test('an owner whose connection is gone, and that does not beat over another one, is dead after three beats', () => {
  expect(deadAtMs((n) => owner(7, false, n === 0))).toBe(1_500)
})

test('an owner whose connections never bear its name is dead after the lease only', () => {
  expect(deadAtMs(() => owner(7, false, false))).toBe(3_000)
})

test('a Postgres that was away for a moment has cut off everybody: each has three beats to come back', () => {
  const { look, fail } = watch()
  look([owner(7)], 0)
  look([owner(7)], 500)
  fail()
  expect(look([owner(7, false, false)], 1_400)).toEqual([])
  expect(look([owner(7, false, false)], 1_900)).toEqual([])
  expect(look([owner(8)], 2_400)).toEqual([])
})

test('what happened while nobody could look is held against nobody', () => {
  const { look } = watch()
  expect(look([owner(7)], 0)).toEqual([])
  expect(look([owner(7)], 500)).toEqual([])
  expect(look([owner(7, true)], 60_000)).toEqual([])
  expect(look([owner(8)], 60_500)).toEqual([])
  expect(look([owner(8)], 61_000)).toEqual([])
})

test('whoever comes late to look, each time, finds the dead all the same', () => {
  const { look } = watch()
  const found = [0, 2_000, 4_000, 6_000].map((nowMs) => look([owner(7, nowMs > 3_000)], nowMs).length)
  expect(found).toEqual([0, 0, 1, 1])
})

test('one gap, however long, is not enough to be taken for dead', () => {
  const { look } = watch()
  for (const nowMs of [0, 500, 1_000]) look([owner(7)], nowMs)
  expect(look([owner(7, true)], 600_000)).toEqual([])
  expect(look([owner(7, true)], 600_500)).toHaveLength(1)
})

test('an owner that comes back under its name is watched anew', () => {
  const { look } = watch()
  for (let n = 0; n < 5; n++) expect(look([owner(7)], n * 500)).toEqual([])
  expect(look([], 2_500)).toEqual([])
  expect(look([owner(7)], 3_000)).toEqual([])
  expect(look([owner(7)], 3_500)).toEqual([])
})
