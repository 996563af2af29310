import { describe, expect, it } from 'vitest'
import { localeChoices, readClock, readZones, zoneChoices, zoneLabel } from './time-zones'

const NOW = new Date('2026-11-21T12:00:00Z')

describe('time zones', () => {
  it('tells the clock and the distance from UTC', () => {
    expect(readClock('Asia/Kolkata', NOW)).toEqual({ clock: '17:30', offsetMinutes: 330 })
    const hints = zoneChoices(readZones(['Asia/Kolkata', 'America/St_Johns', 'UTC'], NOW)).map(
      ({ hint }) => hint,
    )
    expect(hints).toEqual(['08:30 · UTC−3:30', '12:00 · UTC', '17:30 · UTC+5:30'])
  })

  it('runs from west to east', () => {
    const zones = ['Asia/Tokyo', 'Europe/London', 'America/New_York', 'America/Los_Angeles']
    const sorted = zoneChoices(readZones(zones, NOW)).map((choice) => choice.value)
    expect(sorted).toEqual([...zones].reverse())
  })

  it('reads without underscores', () => {
    expect(zoneLabel('America/New_York')).toBe('America / New York')
  })
})

describe('languages of dates', () => {
  it('show how they write one', () => {
    const german = localeChoices(NOW).find((choice) => choice.value === 'de-DE')
    expect(german).toEqual({ value: 'de-DE', label: 'German (Germany)', hint: '21. Nov. 2026' })
  })
})
