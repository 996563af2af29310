import { formatCount } from '@/components/ui/tokens'
import type { Spend } from '@/server/features/usage/schema'
import { formatCost } from '@/server/kernel/money'

export type Measure = 'cost' | 'tokens'

/** Rows for the chart; money stays in whole nano-dollars, which a chart's axis divides evenly. */
export function spendRows(spend: Spend, measure: Measure) {
  return spend.days.map((day) => ({
    date: day.date,
    value: measure === 'cost' ? Number(day.costNanos) : day.tokens,
  }))
}

/** `$0.0123` of a number of nano-dollars. */
export function formatNanos(nanos: number): string {
  return formatCost(String(Math.round(nanos)))
}

/** `21 Nov` of `2026-11-21`; the date is one of the reader's calendar, not an instant. */
export function formatDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
}

/** The chart in one sentence. */
export function spendSummary(spend: Spend): string {
  const calls = `${spend.calls.toLocaleString('en')} model call${spend.calls === 1 ? '' : 's'}`
  const days = spend.days.length
  const busy = spend.days.filter((day) => day.calls > 0).sort((one, other) => other.tokens - one.tokens)
  const [busiest] = busy
  const when = busiest && busy.length > 1 ? `; the busiest day was ${formatDate(busiest.date)}` : ''
  return `${formatCost(spend.totalNanos)} for ${calls} and ${formatCount(spend.tokens)} tokens in ${days} days${when}.`
}
