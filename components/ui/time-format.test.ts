import { expect, test } from 'vitest'
import { formatRelative } from './time-format'

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
