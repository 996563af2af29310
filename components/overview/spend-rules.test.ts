import { describe, expect, it } from 'vitest'
import type { Spend } from '@/server/features/usage/schema'
import { formatDate, formatNanos, spendRows, spendSummary } from './spend-rules'

const spend: Spend = {
  days: [
    { date: '2026-11-20', costNanos: '12300000', calls: 2, unpricedCalls: 0, tokens: 900 },
    { date: '2026-11-21', costNanos: '0', calls: 1, unpricedCalls: 1, tokens: 12_400 },
  ],
  totalNanos: '12300000',
  todayNanos: '0',
  calls: 3,
  unpricedCalls: 1,
  tokens: 13_300,
}

describe('spend', () => {
  it('draws money or tokens by day', () => {
    expect(spendRows(spend, 'cost')).toEqual([
      { date: '2026-11-20', value: 12_300_000 },
      { date: '2026-11-21', value: 0 },
    ])
    expect(spendRows(spend, 'tokens').map((row) => row.value)).toEqual([900, 12_400])
  })

  it('tells all in one sentence', () => {
    expect(spendSummary(spend)).toBe(
      '$0.0123 for 3 model calls and 13.3k tokens in 2 days; the busiest day was 21 Nov.',
    )
  })

  it('formats money and calendar dates', () => {
    expect(formatNanos(12_300_000)).toBe('$0.0123')
    expect(formatDate('2026-11-01')).toBe('1 Nov')
  })
})
