const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Of dates where nobody chose one: the product speaks English, and most of the world writes the day first. */
const LOCALE = 'en-GB'

/** In which zone and language dates are written; left out: the browser's zone, and English. */
export interface DatePreferences {
  timeZone?: string | undefined
  locale?: string | undefined
}

/** `just now`, `45s ago`, `3m ago`, `5h ago`, `2d ago`, then the date; ahead of now `in 3m`. */
export function formatRelative(atMs: number, nowMs: number, preferences: DatePreferences = {}): string {
  const distanceMs = Math.abs(nowMs - atMs)
  if (distanceMs < 10_000) return atMs > nowMs + 5_000 ? 'in a moment' : 'just now'
  if (distanceMs >= 7 * DAY_MS) return formatDay(new Date(atMs), nowMs, preferences)
  const text = coarse(distanceMs)
  return atMs > nowMs ? `in ${text}` : `${text} ago`
}

/** `21 Nov 2026, 04:12:55 GMT+1`: exact, in the reader's zone. */
export function formatTimestamp(date: Date, { locale, timeZone }: DatePreferences = {}): string {
  return date.toLocaleString(locale ?? LOCALE, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
}

/** `21 November 2026`. */
export function formatDate(date: Date, { locale, timeZone }: DatePreferences = {}): string {
  return date.toLocaleDateString(locale ?? LOCALE, {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
}

function coarse(distanceMs: number): string {
  if (distanceMs < MINUTE_MS) return `${Math.floor(distanceMs / 1_000)}s`
  if (distanceMs < HOUR_MS) return `${Math.floor(distanceMs / MINUTE_MS)}m`
  if (distanceMs < DAY_MS) return `${Math.floor(distanceMs / HOUR_MS)}h`
  return `${Math.floor(distanceMs / DAY_MS)}d`
}

function formatDay(date: Date, nowMs: number, { locale, timeZone }: DatePreferences): string {
  const year = (at: Date) => at.toLocaleDateString('en', { timeZone, year: 'numeric' })
  const isThisYear = year(date) === year(new Date(nowMs))
  return date.toLocaleDateString(locale ?? LOCALE, {
    timeZone,
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
}
