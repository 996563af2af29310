import { expect, test } from 'vitest'
import { formatDate, formatRelative, formatTimestamp } from './time-format'

const NOW = Date.parse('2026-11-21T12:00:00Z')

test('the past reads as seconds, minutes, hours and days ago', () => {
  const ago = (ms: number) => formatRelative(NOW - ms, NOW)
  expect([ago(2_000), ago(45_000), ago(200_000), ago(5 * 3_600_000), ago(3 * 86_400_000)]).toEqual([
    'just now',
    '45s ago',
    '3m ago',
    '5h ago',
    '3d ago',
  ])
})

test('the future reads as in …', () => {
  expect(formatRelative(NOW + 3 * 60_000, NOW)).toBe('in 3m')
  expect(formatRelative(NOW + 6_000, NOW)).toBe('in a moment')
})

test('beyond a week it is the date, with the year only where it differs', () => {
  expect(formatRelative(Date.parse('2026-11-02T12:00:00Z'), NOW)).toBe('2 Nov')
  expect(formatRelative(Date.parse('2024-11-02T12:00:00Z'), NOW)).toBe('2 Nov 2024')
})

test('dates are written in the zone and language of their reader', () => {
  const at = new Date('2026-11-21T23:30:05Z')
  expect(formatTimestamp(at, { timeZone: 'Asia/Tokyo', locale: 'en-GB' })).toContain('22 Nov 2026, 08:30:05')
  expect(formatDate(at, { timeZone: 'UTC', locale: 'de-DE' })).toBe('21. November 2026')
  expect(
    formatRelative(Date.parse('2026-11-02T23:30:00Z'), NOW, { timeZone: 'Asia/Tokyo', locale: 'de-DE' }),
  ).toBe('3. Nov.')
})
