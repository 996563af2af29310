/** A day of the calendar, in no zone: `2026-11-21`. Sorts as text. */
export type Day = string

/** The day that the clocks of a zone show at an instant; without a zone those of this device. */
export function dayAt(atMs: number, timeZone?: string): Day {
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 10)
}

/** The first instant of a day in a zone, also where midnight is skipped or comes twice. */
export function startOfDay(day: Day, timeZone?: string): number {
  const midnight = utc(day)
  const before = offsetMs(midnight - DAY_MS, timeZone)
  const after = offsetMs(midnight + DAY_MS, timeZone)
  const instants = [midnight - before, midnight - after].sort((one, other) => one - other)
  const shown = instants.find((at) => at + offsetMs(at, timeZone) === midnight)
  // Clocks jump over midnight: the day begins with the jump, which the offset before it names.
  return shown ?? midnight - before
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = utc(text)
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text
}

export function addDays(day: Day, count: number): Day {
  return new Date(utc(day) + count * DAY_MS).toISOString().slice(0, 10)
}

/** The same day of another month, or that month's last. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0))
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())))
    .toISOString()
    .slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS)
}

export function startOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`
}

/** Monday to Sunday of the week that a day is in. */
export function weekOf(day: Day): Day[] {
  const monday = addDays(day, -((new Date(utc(day)).getUTCDay() + 6) % 7))
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index))
}

/** The weeks that show a month, each Monday to Sunday, with days of its neighbours at the ends. */
export function weeksOf(month: Day): Day[][] {
  const first = startOfMonth(month)
  const weeks: Day[][] = []
  for (let week = weekOf(first); ; week = weekOf(addDays(week[0] ?? first, 7))) {
    if (weeks.length > 0 && !week[0]?.startsWith(first.slice(0, 7))) return weeks
    weeks.push(week)
  }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day as people type it: `2026-11-21`, `21 Nov 2026`, `Nov 21`, `21.11.2026`, `today`, `yesterday`. */
export function parseDay(text: string, today: Day): Day | undefined {
  const typed = text.trim().toLowerCase()
  if (typed === 'today') return today
  if (typed === 'yesterday') return addDays(today, -1)
  const year = today.slice(0, 4)
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const dotted = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})?$/.exec(typed)
  if (dotted) return dayOf(dotted[3] ?? year, dotted[2], dotted[1])
  const dayFirst = /^(\d{1,2})\.?\s+([a-z]{3,})\.?(?:,?\s+(\d{4}))?$/.exec(typed)
  if (dayFirst) return dayOf(dayFirst[3] ?? year, monthOf(dayFirst[2]), dayFirst[1])
  const monthFirst = /^([a-z]{3,})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?$/.exec(typed)
  if (monthFirst) return dayOf(monthFirst[3] ?? year, monthOf(monthFirst[1]), monthFirst[2])
  return undefined
}

/** `21 Nov 2026`. */
export function formatDay(day: Day): string {
  return format(day, { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `Saturday, 21 November 2026`, to be read out. */
export function formatDayLong(day: Day): string {
  return format(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** `November 2026`. */
export function formatMonth(day: Day): string {
  return format(day, { month: 'long', year: 'numeric' })
}

export function formatWeekday(day: Day, width: 'short' | 'long'): string {
  return format(day, { weekday: width })
}

const DAY_MS = 86_400_000

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function format(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Date(utc(day)).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' })
}

function dayOf(year = '', month = '', date = ''): Day | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

function monthOf(name = ''): string {
  const index = MONTHS.findIndex((month) => name.startsWith(month))
  return String(index + 1)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far the clocks of a zone are ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string | undefined): number {
  const key = timeZone ?? ''
  const clock = clocks.get(key) ?? newClock(timeZone)
  clocks.set(key, clock)
  const parts = Object.fromEntries(clock.formatToParts(atMs).map((part) => [part.type, Number(part.value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  return shown - Math.floor(atMs / 1_000) * 1_000
}

function newClock(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    ...(timeZone && { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}
