import { describe, expect, it } from 'vitest'
import { bucketLabels } from './bucket-labels'

const berlin = { timeZone: 'Europe/Berlin' }
/** Editions of the language tables differ in the comma after a weekday. */
const plain = (text: string) => text.replaceAll(/(Fri|Sat|Mon),(?= \d)/g, '$1')

describe('a bucket is called', () => {
  it('by its hour in the reader’s zone', () => {
    const labels = bucketLabels('hour', berlin)
    expect(plain(labels.short('2026-11-20T23:00:00Z'))).toBe('Sat 00:00')
    expect(plain(labels.phrase('2026-11-20T23:00:00Z'))).toBe('at 00:00 on Sat 21 Nov')
    expect(plain(labels.span('2026-11-20T23:00:00Z', '2026-11-21T02:00:00Z'))).toBe(
      'Sat 21 Nov, 00:00 – 03:00',
    )
    expect(plain(labels.span('2026-11-20T21:00:00Z', '2026-11-21T02:00:00Z'))).toBe(
      'Fri 20 Nov, 22:00 – Sat 21 Nov, 03:00',
    )
  })

  it('by its day, also where days begin half an hour after the full hour of UTC', () => {
    expect(plain(bucketLabels('day', berlin).short('2026-11-20T23:00:00Z'))).toBe('Sat 21 Nov')
    const labels = bucketLabels('day', { timeZone: 'Asia/Kolkata' })
    expect(plain(labels.short('2026-11-20T18:00:00Z'))).toBe('Sat 21 Nov')
    expect(plain(labels.span('2026-11-20T18:00:00Z', '2026-11-21T18:00:00Z'))).toBe('Sat 21 Nov')
    expect(plain(labels.span('2026-11-20T18:00:00Z', '2026-11-23T18:00:00Z'))).toBe('Sat 21 Nov – Mon 23 Nov')
  })

  it('of a week by the day it begins, in the reader’s language', () => {
    expect(bucketLabels('week', berlin).phrase('2026-11-15T23:00:00Z')).toBe('in the week of 16 Nov')
    expect(bucketLabels('week', { ...berlin, locale: 'de' }).short('2026-11-15T23:00:00Z')).toBe('16. Nov.')
  })
})
