import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brushOf, extentOf, indexAt, moveByKey, spanOf, windowOfBrush } from './brush-rules'

const HOUR_MS = 3_600_000
const at = (hour: number) => new Date(Date.UTC(2026, 10, 21) + hour * HOUR_MS).toISOString()
const buckets = [0, 1, 2, 3].map((hour) => ({ startsAt: at(hour), endsAt: at(hour + 1) }))

describe('a brush', () => {
  it('covers the buckets of a window, wholly or in part', () => {
    expect(brushOf(buckets, { from: at(1), to: at(3) })).toEqual({ first: 1, last: 2 })
    expect(brushOf(buckets, { from: at(1.5), to: at(2.5) })).toEqual({ first: 1, last: 2 })
    expect(brushOf(buckets, { from: at(-9), to: at(9) })).toEqual({ first: 0, last: 3 })
  })

  it('is none where the window lies elsewhere, or there is none', () => {
    expect(brushOf(buckets, { from: at(4), to: at(5) })).toBeUndefined()
    expect(brushOf([], { from: at(0), to: at(1) })).toBeUndefined()
    expect(brushOf(buckets, undefined)).toBeUndefined()
  })

  it('becomes the window that it came from', () => {
    expect(windowOfBrush(buckets, { first: 1, last: 2 })).toEqual({ from: at(1), to: at(3) })
    expect(windowOfBrush(buckets, { first: 1, last: 9 })).toBeUndefined()
  })

  it('runs the same way wherever the drag began', () => {
    expect(spanOf(3, 1)).toEqual({ first: 1, last: 3 })
  })

  it.each(['band', 'point'] as const)('on a %s scale is drawn around what was pressed', (scale) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 366 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, share) => {
          const index = indexAt(share, count, scale)
          const { start, end } = extentOf({ first: index, last: index }, count, scale)
          expect(start - 1e-9).toBeLessThanOrEqual(share)
          expect(end + 1e-9).toBeGreaterThanOrEqual(share)
        },
      ),
    )
  })

  it('stays on the plot when the pointer leaves it', () => {
    expect(indexAt(-0.4, 4, 'band')).toBe(0)
    expect(indexAt(1, 4, 'band')).toBe(3)
    expect(indexAt(1.7, 4, 'point')).toBe(3)
  })
})

describe('a key', () => {
  it('moves one end by one bucket, from the ends of the chart where nothing is chosen', () => {
    expect(moveByKey(undefined, 'first', 'ArrowRight', 4)).toEqual({ first: 1, last: 3 })
    expect(moveByKey(undefined, 'last', 'ArrowLeft', 4)).toEqual({ first: 0, last: 2 })
    expect(moveByKey({ first: 1, last: 2 }, 'last', 'End', 4)).toEqual({ first: 1, last: 3 })
  })

  it('never moves one end past the other', () => {
    expect(moveByKey({ first: 2, last: 2 }, 'first', 'End', 4)).toEqual({ first: 2, last: 2 })
    expect(moveByKey({ first: 2, last: 3 }, 'last', 'Home', 4)).toEqual({ first: 2, last: 2 })
  })

  it('gives the brush up when everything is chosen, and on Escape', () => {
    expect(moveByKey({ first: 1, last: 3 }, 'first', 'Home', 4)).toBeNull()
    expect(moveByKey({ first: 1, last: 3 }, 'first', 'Escape', 4)).toBeNull()
  })

  it('that means nothing here is left to the page', () => {
    expect(moveByKey({ first: 1, last: 3 }, 'first', 'Tab', 4)).toBeUndefined()
  })
})
