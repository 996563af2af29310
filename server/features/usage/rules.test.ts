import { describe, expect, test } from 'vitest'
import { lastDays } from './rules'

describe('the last days', () => {
  test('end today and begin at midnight of the zone', () => {
    expect(days('2026-11-21T23:30:00Z', 3, 'UTC')).toEqual([
      ['2026-11-19', '2026-11-19T00:00:00.000Z'],
      ['2026-11-20', '2026-11-20T00:00:00.000Z'],
      ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ])
  })

  test('are those of the zone, east and west', () => {
    expect(days('2026-11-21T23:30:00Z', 1, 'Asia/Kolkata')).toEqual([
      ['2026-11-22', '2026-11-21T18:30:00.000Z'],
    ])
    expect(days('2026-11-21T03:30:00Z', 1, 'America/Los_Angeles')).toEqual([
      ['2026-11-20', '2026-11-20T08:00:00.000Z'],
    ])
    expect(days('2026-11-21T11:00:00Z', 1, 'Pacific/Kiritimati')).toEqual([
      ['2026-11-22', '2026-11-21T10:00:00.000Z'],
    ])
    expect(days('2026-11-21T11:30:00Z', 1, 'Etc/GMT+12')).toEqual([
      ['2026-11-20', '2026-11-20T12:00:00.000Z'],
    ])
  })

  test('follow the change of the clocks', () => {
    expect(days('2026-03-30T10:00:00Z', 2, 'Europe/Berlin')).toEqual([
      ['2026-03-29', '2026-03-28T23:00:00.000Z'],
      ['2026-03-30', '2026-03-29T22:00:00.000Z'],
    ])
  })

  test('an unknown zone is refused with an example', () => {
    expect(() => lastDays(new Date(), 1, 'Mars/Olympus')).toThrow(/Europe\/Berlin/)
  })
})

function days(now: string, count: number, timeZone: string) {
  return lastDays(new Date(now), count, timeZone).map(({ date, startsAt }) => [date, startsAt.toISOString()])
}
