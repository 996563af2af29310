import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DATE_PRESETS,
  type DateRange,
  daysOfRange,
  formatDateRange,
  labelOfRange,
  parseDateRange,
  problemOfDays,
  rangeOfDays,
  resolveDateRange,
} from './date-range-rules'

const ZONE = 'Europe/Berlin'
const parse = (query: string, timeZone = ZONE) =>
  parseDateRange(new URLSearchParams(query), { fallback: '7d', timeZone })

/** The address as a browser keeps it. */
function address(range: DateRange): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(formatDateRange(range, '7d'))) if (value) params.set(name, value)
  return params.toString()
}

describe('parseDateRange', () => {
  it('is the fallback where the address says nothing', () => {
    expect(parse('')).toEqual({ preset: '7d' })
  })

  it.each(DATE_PRESETS)('reads the preset %s', (preset) => {
    expect(parse(`range=${preset}`)).toEqual({ preset })
  })

  it('reads bare days as whole days of the reader’s zone', () => {
    expect(parse('from=2026-11-03&to=2026-11-09')).toEqual({
      from: '2026-11-02T23:00:00.000Z',
      to: '2026-11-09T23:00:00.000Z',
    })
  })

  it('reads instants with any offset, also where the address ate its plus', () => {
    const range = { from: '2026-11-03T12:00:00.000Z', to: '2026-11-03T13:00:00.000Z' }
    expect(parse('from=2026-11-03T12:00Z&to=2026-11-03T14:00+01:00')).toEqual(range)
  })

  it('lets a range win over a preset', () => {
    expect(parse('range=1h&from=2026-11-03&to=2026-11-03')).toHaveProperty('from')
  })

  it.each([
    'range=13d',
    'range=constructor',
    'range=',
    'from=2026-11-03',
    'to=2026-11-03',
    'from=2026-11-09&to=2026-11-03',
    'from=2026-02-30&to=2026-03-03',
    'from=yesterday&to=today',
    'from=2026-11-03T12:00&to=2026-11-04T12:00',
    'from=2026-11-03T25:00Z&to=2026-11-05T12:00Z',
    'from=2026-02-30T12:00Z&to=2026-11-05T12:00Z',
    'from=2026-11-03T12:00Z&to=2026-11-03T12:00Z',
    'from=%00&to=%F0%9F%98%80',
  ])('takes the fallback for ?%s', (query) => {
    expect(parse(query)).toEqual({ preset: '7d' })
  })

  it('never fails, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (from, to) => {
        const { fromMs, toMs } = resolveDateRange(parse(String(new URLSearchParams({ from, to }))), 1e12)
        expect(fromMs < toMs).toBe(true)
      }),
    )
  })
})

describe('formatDateRange', () => {
  it('leaves the fallback out of the address, and clears what stood there', () => {
    expect(formatDateRange({ preset: '7d' }, '7d')).toEqual({
      range: undefined,
      from: undefined,
      to: undefined,
    })
    expect(formatDateRange({ preset: '1y' }, '7d')).toEqual({ range: '1y', from: undefined, to: undefined })
  })

  it('comes back as it went, in whatever zone it is read', () => {
    const instants = fc.date({
      min: new Date('1980-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        fc.pre(one.getTime() !== other.getTime())
        const [from, to] = [one, other]
          .sort((a, b) => a.getTime() - b.getTime())
          .map((at) => at.toISOString())
        const range = { from: from ?? '', to: to ?? '' }
        expect(parse(address(range), 'Asia/Tokyo')).toEqual(range)
      }),
    )
  })

  it('writes no seconds where there are none', () => {
    expect(formatDateRange(rangeOfDays('2026-11-03', '2026-11-03', ZONE), '7d')).toMatchObject({
      from: '2026-11-02T23:00Z',
      to: '2026-11-03T23:00Z',
    })
  })
})

describe('rangeOfDays', () => {
  it('holds the whole of both days when clocks change between them', () => {
    const { fromMs, toMs } = resolveDateRange(rangeOfDays('2026-10-24', '2026-10-26', ZONE), 0)
    expect((toMs - fromMs) / 3_600_000).toBe(73)
  })

  it('is the days that it is made of', () => {
    const range = rangeOfDays('2026-10-24', '2026-10-26', ZONE)
    expect(daysOfRange(range, 0, ZONE)).toEqual({ first: '2026-10-24', last: '2026-10-26' })
  })
})

describe('resolveDateRange', () => {
  it('ends a preset now', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(resolveDateRange({ preset: '24h' }, now)).toEqual({ fromMs: now - 86_400_000, toMs: now })
  })
})

describe('labelOfRange', () => {
  it.each([
    [{ preset: '90d' } as const, 'Last 90 days'],
    [rangeOfDays('2026-11-03', '2026-11-03', ZONE), '3 Nov 2026'],
    [rangeOfDays('2026-11-03', '2026-11-09', ZONE), '3 – 9 Nov 2026'],
    [rangeOfDays('2026-10-25', '2026-11-09', ZONE), '25 Oct – 9 Nov 2026'],
    [rangeOfDays('2025-12-25', '2026-01-02', ZONE), '25 Dec 2025 – 2 Jan 2026'],
    [{ from: '2026-11-03T12:00:00.000Z', to: '2026-11-03T14:30:00.000Z' }, '3 Nov, 13:00 – 15:30'],
    [{ from: '2026-11-03T12:00:00.000Z', to: '2026-11-04T12:00:00.000Z' }, '3 Nov, 13:00 – 4 Nov, 13:00'],
  ])('%o reads %s', (range, label) => {
    expect(labelOfRange(range, ZONE)).toBe(label)
  })
})

describe('problemOfDays', () => {
  it('says what is wrong', () => {
    expect(problemOfDays('2026-11-09', '2026-11-03', undefined)).toBe('The range ends before it begins.')
    expect(problemOfDays('2025-01-01', '2026-11-03', 366)).toBe('Choose at most 366 days; these are 672.')
    expect(problemOfDays('2026-11-03', '2026-11-03', 1)).toBeUndefined()
  })
})
