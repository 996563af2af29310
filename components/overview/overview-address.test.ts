import { describe, expect, it } from 'vitest'
import { formatWindow, readAddress, windowOf } from './overview-address'

const BERLIN = 'Europe/Berlin'
const NOON = Date.parse('2026-11-21T11:20:00Z')
const read = (query: string) => readAddress(new URLSearchParams(query), BERLIN)

describe('the address', () => {
  it('means the last seven days of all workflows where it says nothing', () => {
    expect(read('')).toEqual({ range: { preset: '7d' }, workflow: undefined, window: undefined })
  })

  it('of an hour means the day: figures are kept by the hour', () => {
    expect(read('range=1h').range).toEqual({ preset: '24h' })
  })

  it('keeps the stretch of time that was chosen, as it was written', () => {
    const window = { from: '2026-11-20T23:00:00.000Z', to: '2026-11-21T01:30:00.000Z' }
    expect(formatWindow(window)).toBe('2026-11-20T23:00Z_2026-11-21T01:30Z')
    expect(read(`window=${formatWindow(window)}`).window).toEqual(window)
  })

  it.each(['x', '2026-11-20T23:00Z', '2026-11-21T23:00Z_2026-11-20T23:00Z', '_', 'a_b_c'])(
    'with ?window=%s chooses nothing',
    (window) => {
      expect(read(`window=${window}`).window).toBeUndefined()
    },
  )
})

describe('a range', () => {
  it('of days begins at midnight of the reader’s zone and ends with this hour', () => {
    expect(windowOf({ preset: '7d' }, NOON, BERLIN)).toEqual({
      from: '2026-11-14T23:00:00.000Z',
      to: '2026-11-21T12:00:00.000Z',
    })
  })

  it('of a day is the last 24 hours, this one included', () => {
    expect(windowOf({ preset: '24h' }, NOON, BERLIN)).toEqual({
      from: '2026-11-20T12:00:00.000Z',
      to: '2026-11-21T12:00:00.000Z',
    })
  })

  it('that reaches into the future ends with this hour', () => {
    const range = { from: '2026-11-20T23:00:00.000Z', to: '2026-11-21T23:00:00.000Z' }
    expect(windowOf(range, NOON, BERLIN)).toEqual({ from: range.from, to: '2026-11-21T12:00:00.000Z' })
  })

  it('that lies in the future is an hour of now, not an error', () => {
    const range = { from: '2030-11-20T23:00:00.000Z', to: '2030-11-21T23:00:00.000Z' }
    const { from, to } = windowOf(range, NOON, BERLIN)
    expect(Date.parse(to) - Date.parse(from)).toBe(3_600_000)
  })
})
