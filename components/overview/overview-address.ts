import { addDays, dayAt, startOfDay } from '@/components/ui/calendar-days'
import {
  type DatePreset,
  type DateRange,
  parseDateRange,
  resolveDateRange,
} from '@/components/ui/date-range-rules'

export const DEFAULT_PRESET: DatePreset = '7d'
/** Figures are kept by the hour, so an hour alone would be one bar. */
export const PRESETS: readonly DatePreset[] = ['24h', '7d', '30d', '90d', '1y']
export const MAX_DAYS = 366

const HOUR_MS = 3_600_000
const WHOLE_DAYS: Partial<Record<DatePreset, number>> = { '7d': 7, '30d': 30, '90d': 90, '1y': 365 }

/** Instants, the second not included. */
export interface TimeWindow {
  from: string
  to: string
}

/** What the page shows; stands in the address as `?range=…` or `?from=…&to=…`, `&workflow=<name>&window=<from>_<to>`. */
export interface OverviewAddress {
  range: DateRange
  /** A workflow's name. */
  workflow: string | undefined
  /** Brushed: the list below shows its runs. */
  window: TimeWindow | undefined
}

export function readAddress(
  params: { get(name: string): string | null },
  timeZone: string | undefined,
): OverviewAddress {
  const read = parseDateRange(params, { fallback: DEFAULT_PRESET, ...(timeZone && { timeZone }) })
  return {
    range: 'preset' in read && !PRESETS.includes(read.preset) ? { preset: '24h' } : read,
    workflow: params.get('workflow') || undefined,
    window: readWindow(params.get('window')),
  }
}

/**
 * The instants of a range: whole hours, and for presets of days whole days with today as the last, so that
 * no bar of the chart is a part except that of now.
 */
export function windowOf(range: DateRange, nowMs: number, timeZone: string | undefined): TimeWindow {
  const nextHourMs = Math.floor(nowMs / HOUR_MS + 1) * HOUR_MS
  const days = 'preset' in range ? WHOLE_DAYS[range.preset] : undefined
  if (days !== undefined) {
    const first = addDays(dayAt(nowMs, timeZone), 1 - days)
    return instants(startOfDay(first, timeZone), nextHourMs)
  }
  if ('preset' in range) return instants(nextHourMs - 24 * HOUR_MS, nextHourMs)
  const { fromMs, toMs } = resolveDateRange(range, nowMs)
  const start = Math.min(fromMs, nowMs)
  // What is still to come has no figures.
  return instants(start, Math.max(Math.min(toMs, nextHourMs), start + HOUR_MS))
}

export function formatWindow({ from, to }: TimeWindow): string {
  return `${short(from)}_${short(to)}`
}

function readWindow(text: string | null): TimeWindow | undefined {
  const [from, to, more] = (text ?? '').split('_').map((part) => Date.parse(part))
  if (from === undefined || to === undefined || more !== undefined) return undefined
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? instants(from, to) : undefined
}

function instants(fromMs: number, toMs: number): TimeWindow {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
}

function short(iso: string): string {
  return iso.replace(/(:00)?\.000Z$/, 'Z')
}
