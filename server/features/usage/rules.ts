import { AppError } from '@/server/kernel/errors'

export interface Day {
  /** `2026-11-21` */
  date: string
  startsAt: Date
}

const DAY_MS = 86_400_000

/**
 * The last `count` calendar days of a time zone, oldest first, today last, each with the instant it
 * begins. Worked out here, because not every Postgres brings the time zone tables.
 */
export function lastDays(now: Date, count: number, timeZone: string): Day[] {
  const format = dateFormat(timeZone)
  const today = Date.parse(dateOf(format, now.getTime()))
  return Array.from({ length: count }, (_, index) => {
    const asUtcMs = today - (count - 1 - index) * DAY_MS
    return {
      date: new Date(asUtcMs).toISOString().slice(0, 10),
      startsAt: new Date(startOf(format, asUtcMs)),
    }
  })
}

/**
 * When a date begins in a zone: the first quarter of an hour that has the date. Zones lie within 26 hours
 * of each other, and all shifts are whole quarters.
 */
function startOf(format: Intl.DateTimeFormat, asUtcMs: number): number {
  const date = new Date(asUtcMs).toISOString().slice(0, 10)
  const quarterMs = 15 * 60_000
  let low = asUtcMs - 15 * 60 * 60_000
  let high = asUtcMs + 13 * 60 * 60_000
  while (high - low > quarterMs) {
    const middle = low + Math.floor((high - low) / 2 / quarterMs) * quarterMs
    if (dateOf(format, middle) < date) low = middle
    else high = middle
  }
  return high
}

/** `en-CA` writes dates as `2026-11-21`. */
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  } catch {
    throw new AppError(
      'invalid_input',
      `There is no time zone "${timeZone}". Use a name such as Europe/Berlin.`,
    )
  }
}

function dateOf(format: Intl.DateTimeFormat, atMs: number): string {
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
}
