import { expect, test } from 'vitest'
import { createTimeScale } from './time-scale'

test('without folding, time is drawn straight', () => {
  const scale = createTimeScale({ span: { from: 1_000, to: 3_000 }, busy: [], foldsIdle: false })
  expect([1_000, 1_500, 3_000, 9_000].map(scale.position)).toEqual([0, 0.25, 1, 1])
  expect(scale.folds).toEqual([])
})

test('a night of waiting is folded, and the work around it keeps one scale', () => {
  const night = 8 * 3_600_000
  const scale = createTimeScale({
    span: { from: 0, to: night + 4_000 },
    busy: [
      { from: 0, to: 1_000 },
      { from: 500, to: 2_000 },
      { from: night + 2_000, to: night + 4_000 },
    ],
    foldsIdle: true,
  })
  expect(scale.folds).toHaveLength(1)
  expect(scale.folds[0]).toMatchObject({ from: 2_000, to: night + 2_000 })
  const before = scale.position(2_000) - scale.position(0)
  const after = scale.position(night + 4_000) - scale.position(night + 2_000)
  expect(before).toBeCloseTo(after)
  expect(before).toBeGreaterThan(0.4)
  expect(scale.ticks.length).toBeLessThan(20)
})

test('short pauses between work are not folded', () => {
  const busy = [
    { from: 0, to: 10_000 },
    { from: 11_000, to: 20_000 },
  ]
  expect(createTimeScale({ span: { from: 0, to: 20_000 }, busy, foldsIdle: true }).folds).toEqual([])
})

test('marks stand at round distances and apart', () => {
  const { ticks } = createTimeScale({ span: { from: 5_000, to: 97_000 }, busy: [], foldsIdle: false })
  expect(ticks.map((tick) => tick.offsetMs)).toEqual([0, 30_000, 60_000])
})

test('a run that took no time does not divide by zero', () => {
  const scale = createTimeScale({ span: { from: 7, to: 7 }, busy: [{ from: 7, to: 7 }], foldsIdle: true })
  expect(scale.position(7)).toBe(0)
})

test('positions never run backwards', () => {
  const scale = createTimeScale({
    span: { from: 0, to: 1_000_000 },
    busy: [1, 2, 3, 4, 5].map((n) => ({ from: n * 150_000, to: n * 150_000 + 2_000 })),
    foldsIdle: true,
  })
  const positions = Array.from({ length: 1_001 }, (_, index) => scale.position(index * 1_000))
  expect(positions).toEqual([...positions].sort((one, other) => one - other))
  expect(positions.at(-1)).toBeCloseTo(1)
})
