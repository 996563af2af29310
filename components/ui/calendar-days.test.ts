import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  dayAt,
  daysBetween,
  formatDay,
  formatDayLong,
  isDay,
  parseDay,
  startOfDay,
  weekOf,
  weeksOf,
} from './calendar-days'

const iso = (ms: number) => new Date(ms).toISOString()

describe('startOfDay', () => {
  it.each([
    ['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21', 'Europe/Berlin', '2026-11-20T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['2026-11-21', 'Pacific/Kiritimati', '2026-11-20T10:00:00.000Z'],
    ['2026-11-21', 'Asia/Kathmandu', '2026-11-20T18:15:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, at) => {
    expect(iso(startOfDay(day, zone))).toBe(at)
  })

  it('begins with the jump where clocks skip midnight', () => {
    // São Paulo, 4 November 2018: 00:00 became 01:00.
    expect(iso(startOfDay('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z')
  })

  it('begins once where the hour around midnight comes twice', () => {
    // São Paulo, 18 February 2018: 00:00 became 23:00 of the day before.
    expect(iso(startOfDay('2018-02-18', 'America/Sao_Paulo'))).toBe('2018-02-18T03:00:00.000Z')
    // The Azores, 25 October 2026: 01:00 became 00:00; the first of both is the day's start.
    expect(iso(startOfDay('2026-10-25', 'Atlantic/Azores'))).toBe('2026-10-25T00:00:00.000Z')
  })

  it('makes days of 23 and 25 hours when clocks change', () => {
    const hours = (day: string) =>
      (startOfDay(addDays(day, 1), 'Europe/Berlin') - startOfDay(day, 'Europe/Berlin')) / 3_600_000
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24])
  })

  it('is the first instant at which the zone shows that day', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Tehran',
    ]
    const days = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('1990-01-01', count))
    fc.assert(
      fc.property(days, fc.constantFrom(...zones), (day, zone) => {
        const at = startOfDay(day, zone)
        expect(dayAt(at, zone)).toBe(day)
        expect(dayAt(at - 1_000, zone) < day).toBe(true)
      }),
    )
  })
})

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'tomorrow', '', '2026-11-21T00:00'])(
    '%j is no day',
    (text) => {
      expect(isDay(text)).toBe(false)
    },
  )

  it('counts over months, years and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365)
  })

  it('keeps to the last day of a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-01-31', -2)).toBe('2025-11-30')
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28')
  })

  it('begins weeks on Monday', () => {
    expect(weekOf('2026-11-22')).toEqual([
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
    ])
  })

  it('shows a month in the weeks that hold it', () => {
    const weeks = weeksOf('2026-11-21')
    expect([weeks.length, weeks[0]?.[0], weeks.at(-1)?.at(-1)]).toEqual([6, '2026-10-26', '2026-12-06'])
    expect(weeksOf('2027-02-01')).toHaveLength(4)
  })
})

describe('parseDay', () => {
  it.each([
    ['2026-11-03', '2026-11-03'],
    ['2026/1/3', '2026-01-03'],
    ['3 Nov 2026', '2026-11-03'],
    ['3 november', '2026-11-03'],
    ['Nov 3, 2025', '2025-11-03'],
    ['sept 9', '2026-09-09'],
    ['3.11.2026', '2026-11-03'],
    ['3. 11.', '2026-11-03'],
    [' Today ', '2026-11-21'],
    ['yesterday', '2026-11-20'],
  ])('reads %j as %s', (typed, day) => {
    expect(parseDay(typed, '2026-11-21')).toBe(day)
  })

  it.each(['', 'soon', '31 Feb 2026', '11/3/2026', '2026-02-30', '3 foo 2026', '99'])(
    'reads nothing in %j',
    (typed) => {
      expect(parseDay(typed, '2026-11-21')).toBeUndefined()
    },
  )

  it('reads what it writes', () => {
    expect(parseDay(formatDay('2026-09-05'), '2020-01-01')).toBe('2026-09-05')
  })
})

it('reads a day out in full', () => {
  expect(formatDayLong('2026-11-21')).toMatch(/^Saturday,? 21 November 2026$/)
})
