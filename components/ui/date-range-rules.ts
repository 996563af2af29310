import { addDays, type Day, dayAt, daysBetween, formatDay, isDay, startOfDay } from './calendar-days'

/** Windows that end now. */
export const DATE_PRESETS = ['1h', '24h', '7d', '30d', '90d', '1y'] as const
export type DatePreset = (typeof DATE_PRESETS)[number]

/** A window that moves with the clock, or two fixed instants (ISO, UTC), the second not included. */
export type DateRange = { preset: DatePreset } | { from: string; to: string }

export const PRESET_LABELS: Record<DatePreset, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '1y': 'Last year',
}

/** What the address calls it. */
export const DATE_RANGE_PARAMS = { preset: 'range', from: 'from', to: 'to' } as const

export interface ReadOptions {
  fallback: DatePreset
  /** Whose midnight a bare day in the address means; default: this device's. */
  timeZone?: string
}

/**
 * Reads `?range=7d` or `?from=…&to=…`, each an instant with its zone or a bare day (the last one whole).
 * Anything else, also a range that ends before it begins, is the fallback: an address is typed by anybody.
 */
export function parseDateRange(
  params: { get(name: string): string | null },
  { fallback, timeZone }: ReadOptions,
): DateRange {
  const from = instantOf(params.get(DATE_RANGE_PARAMS.from), 'start', timeZone)
  const to = instantOf(params.get(DATE_RANGE_PARAMS.to), 'end', timeZone)
  if (from !== undefined && to !== undefined && from < to) return between(from, to)
  const preset = params.get(DATE_RANGE_PARAMS.preset)
  return { preset: preset !== null && isPreset(preset) ? preset : fallback }
}

/** The three parameters for the address; the fallback needs none. */
export function formatDateRange(
  range: DateRange,
  fallback: DatePreset,
): { range: string | undefined; from: string | undefined; to: string | undefined } {
  if ('preset' in range) {
    const preset = range.preset === fallback ? undefined : range.preset
    return { range: preset, from: undefined, to: undefined }
  }
  return { range: undefined, from: short(range.from), to: short(range.to) }
}

/** The instants that a range means at this moment. */
export function resolveDateRange(range: DateRange, nowMs: number): { fromMs: number; toMs: number } {
  if ('preset' in range) return { fromMs: nowMs - PRESET_MS[range.preset], toMs: nowMs }
  return { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) }
}

/** Whole days, both included, as instants. */
export function rangeOfDays(first: Day, last: Day, timeZone?: string): DateRange {
  return between(startOfDay(first, timeZone), startOfDay(addDays(last, 1), timeZone))
}

/** The days that a range touches, both included. */
export function daysOfRange(range: DateRange, nowMs: number, timeZone?: string): { first: Day; last: Day } {
  const { fromMs, toMs } = resolveDateRange(range, nowMs)
  return { first: dayAt(fromMs, timeZone), last: dayAt(toMs - 1, timeZone) }
}

/** `Last 7 days`, `3 – 9 Nov 2026`, or with hours where it is not made of whole days. */
export function labelOfRange(range: DateRange, timeZone?: string): string {
  if ('preset' in range) return PRESET_LABELS[range.preset]
  const { first, last } = daysOfRange(range, 0, timeZone)
  const { fromMs, toMs } = resolveDateRange(range, 0)
  const isWhole = startOfDay(first, timeZone) === fromMs && startOfDay(addDays(last, 1), timeZone) === toMs
  if (isWhole) return labelOfDays(first, last)
  const ends = dayAt(toMs, timeZone)
  const until = first === ends ? clock(toMs, timeZone) : `${dayAndClock(toMs, timeZone)}`
  return `${dayAndClock(fromMs, timeZone)} – ${until}`
}

/** What is wrong with two days, in words; `undefined`: nothing. */
export function problemOfDays(first: Day, last: Day, maxDays: number | undefined): string | undefined {
  if (last < first) return 'The range ends before it begins.'
  const count = daysBetween(first, last) + 1
  if (maxDays !== undefined && count > maxDays) return `Choose at most ${maxDays} days; these are ${count}.`
  return undefined
}

const HOUR_MS = 3_600_000
const PRESET_MS: Record<DatePreset, number> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  '90d': 90 * 24 * HOUR_MS,
  '1y': 365 * 24 * HOUR_MS,
}

function isPreset(text: string): text is DatePreset {
  return DATE_PRESETS.some((preset) => preset === text)
}

function between(fromMs: number, toMs: number): DateRange {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/

function instantOf(text: string | null, edge: 'start' | 'end', timeZone?: string): number | undefined {
  if (!text) return undefined
  if (isDay(text)) return startOfDay(edge === 'start' ? text : addDays(text, 1), timeZone)
  // An address turns the plus of an offset into a space.
  const instant = text.replace(' ', '+')
  if (!INSTANT.test(instant) || !isDay(instant.slice(0, 10))) return undefined
  const at = Date.parse(instant)
  return Number.isFinite(at) ? at : undefined
}

/** Without the seconds that are zero: `2026-11-21T23:00Z`. */
function short(iso: string): string {
  return iso.replace(/(:00)?\.000Z$/, 'Z')
}

function labelOfDays(first: Day, last: Day): string {
  if (first === last) return formatDay(first)
  const [end, start] = [formatDay(last), formatDay(first)]
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))} – ${end}`
  return first.slice(0, 4) === last.slice(0, 4) ? `${start.slice(0, -5)} – ${end}` : `${start} – ${end}`
}

function clock(atMs: number, timeZone?: string): string {
  return new Date(atMs).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone && { timeZone }),
  })
}

function dayAndClock(atMs: number, timeZone?: string): string {
  return `${formatDay(dayAt(atMs, timeZone)).slice(0, -5)}, ${clock(atMs, timeZone)}`
}
