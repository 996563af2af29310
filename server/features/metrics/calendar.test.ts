import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutWindow, dateOfDay, lastDays, toWholeHours } from './calendar'
import { segmentsOf } from './segments'

const HOUR_MS = 3_600_000
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
]

describe('a window is cut', () => {
  test('at the midnights of the zone, with 23 and 25 hours where the clocks change', () => {
    expect(cut('2026-03-27T23:00:00Z', '2026-03-31T12:00:00Z', 'day', 'Europe/Berlin')).toEqual([
      '2026-03-27T23',
      '2026-03-28T23',
      '2026-03-29T22',
      '2026-03-30T22',
    ])
    expect(cut('2026-10-24T22:00:00Z', '2026-10-27T22:00:00Z', 'day', 'Europe/Berlin')).toEqual([
      '2026-10-24T22',
      '2026-10-25T23',
      '2026-10-26T23',
    ])
  })

  test('into parts of a day at its ends', () => {
    expect(cut('2026-11-20T15:00:00Z', '2026-11-21T05:00:00Z', 'day', 'UTC')).toEqual([
      '2026-11-20T15',
      '2026-11-21T00',
    ])
  })

  test('at Mondays', () => {
    expect(cut('2026-11-04T00:00:00Z', '2026-11-21T00:00:00Z', 'week', 'UTC')).toEqual([
      '2026-11-04T00',
      '2026-11-09T00',
      '2026-11-16T00',
    ])
  })

  test('at the full hour of UTC before midnight where a zone is not whole hours away', () => {
    expect(cut('2026-11-20T18:00:00Z', '2026-11-22T18:00:00Z', 'day', 'Asia/Kolkata')).toEqual([
      '2026-11-20T18',
      '2026-11-21T18',
    ])
  })

  test('where a zone left a day out of its calendar', () => {
    expect(cut('2011-12-28T10:00:00Z', '2012-01-01T00:00:00Z', 'day', 'Pacific/Apia')).toEqual([
      '2011-12-28T10',
      '2011-12-29T10',
      '2011-12-30T10',
      '2011-12-31T10',
    ])
  })

  test('without gap or overlap, in whole hours, whatever the zone', () => {
    fc.assert(
      fc.property(
        anyWindow(),
        fc.constantFrom('hour', 'day', 'week'),
        fc.constantFrom(...ZONES),
        (window, bucket, zone) => {
          const parts = cutWindow(window, bucket, zone)
          expect(parts[0]?.fromMs).toBe(window.fromMs)
          expect(parts.at(-1)?.toMs).toBe(window.toMs)
          for (const [index, part] of parts.entries()) {
            expect(part.fromMs % HOUR_MS).toBe(0)
            expect(part.toMs).toBeGreaterThan(part.fromMs)
            if (index > 0) expect(parts[index - 1]?.toMs).toBe(part.fromMs)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('an unknown zone is refused with an example', () => {
    expect(() => cut('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', 'day', 'Mars/Olympus')).toThrow(
      /Europe\/Berlin/,
    )
  })
})

test('the rows of a window cover each of its hours once, days where they can', () => {
  fc.assert(
    fc.property(anyWindow(), (window) => {
      const segments = segmentsOf([window])
      const hours = segments.flatMap(({ fromMs, toMs }) => hoursOf(fromMs, toMs))
      expect(hours.sort((one, other) => one - other)).toEqual(hoursOf(window.fromMs, window.toMs))
      const single = segments.filter(({ grain }) => grain === 'hour')
      expect(
        single.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / HOUR_MS, 0),
      ).toBeLessThanOrEqual(46)
    }),
    { numRuns: 60 },
  )
})

describe('the last days', () => {
  test('end with today, as far as it has come', () => {
    const windows = lastDays(new Date('2026-11-21T23:30:00Z'), 3, 'UTC')
    expect(windows.map((window) => dateOfDay(window, 'UTC'))).toEqual([
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
    ])
    expect(windows.at(-1)?.toMs).toBe(Date.parse('2026-11-22T00:00:00Z'))
  })

  test.each([
    ['Asia/Kolkata', '2026-11-21T23:30:00Z', '2026-11-22', '2026-11-21T18:00:00Z'],
    ['America/Los_Angeles', '2026-11-21T03:30:00Z', '2026-11-20', '2026-11-20T08:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-21T11:00:00Z', '2026-11-22', '2026-11-21T10:00:00Z'],
    ['Etc/GMT+12', '2026-11-21T11:30:00Z', '2026-11-20', '2026-11-20T12:00:00Z'],
  ])('are those of %s', (zone, now, date, from) => {
    const [today] = lastDays(new Date(now), 1, zone)
    expect(today?.fromMs).toBe(Date.parse(from))
    expect(today && dateOfDay(today, zone)).toBe(date)
  })
})

function cut(from: string, to: string, bucket: 'hour' | 'day' | 'week', zone: string): string[] {
  const window = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  return cutWindow(window, bucket, zone).map(({ fromMs }) => new Date(fromMs).toISOString().slice(0, 13))
}

function anyWindow() {
  const from = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') })
  return fc
    .tuple(from, fc.integer({ min: 1, max: 40 * 24 }))
    .map(([fromMs, hours]) => toWholeHours({ fromMs, toMs: fromMs + hours * HOUR_MS }))
}

function hoursOf(fromMs: number, toMs: number): number[] {
  return Array.from({ length: (toMs - fromMs) / HOUR_MS }, (_, index) => fromMs + index * HOUR_MS)
}
