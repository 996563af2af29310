import { AppError } from '@/server/kernel/errors'
import type { Bucket } from './schema'

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const QUARTER_MS = HOUR_MS / 4

/** Half-open. */
export interface TimeWindow {
  fromMs: number
  toMs: number
}

/**
 * Cuts a window at the hours, midnights or Mondays of a time zone, oldest first; the first and the last may
 * be part of one. Figures are kept by whole hours of UTC, so in a zone that is not whole hours away (India)
 * a day begins at the full UTC hour before its midnight. Zones are worked out here, because not every
 * Postgres brings the time zone tables.
 */
export function cutWindow({ fromMs, toMs }: TimeWindow, bucket: Bucket, timeZone: string): TimeWindow[] {
  const format = dateFormat(timeZone)
  const starts = [fromMs]
  for (let startMs = fromMs; ; ) {
    startMs = nextStart(format, startMs, bucket)
    if (startMs >= toMs) break
    starts.push(startMs)
  }
  return starts.map((startMs, index) => ({ fromMs: startMs, toMs: starts[index + 1] ?? toMs }))
}

/** Outward to whole hours. */
export function toWholeHours({ fromMs, toMs }: TimeWindow): TimeWindow {
  return { fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: Math.ceil(toMs / HOUR_MS) * HOUR_MS }
}

/** The last `count` calendar days of a zone until now, today included. */
export function lastDays(now: Date, count: number, timeZone: string): TimeWindow[] {
  const format = dateFormat(timeZone)
  const first = addDays(dateOf(format, now.getTime()), 1 - count)
  return cutWindow(
    { fromMs: startOf(format, first), toMs: toWholeHours({ fromMs: 0, toMs: now.getTime() + 1 }).toMs },
    'day',
    timeZone,
  )
}

/** `2026-11-21`: the calendar date that most of a day's window has. */
export function dateOfDay({ fromMs }: TimeWindow, timeZone: string): string {
  return dateOf(dateFormat(timeZone), fromMs + HOUR_MS)
}

function nextStart(format: Intl.DateTimeFormat, afterMs: number, bucket: Bucket): number {
  if (bucket === 'hour') return afterMs + HOUR_MS
  // The full hour before midnight may still have the date before.
  const date = dateOf(format, afterMs + HOUR_MS - 1)
  if (bucket === 'day') return startOf(format, addDays(date, 1))
  const daysSinceMonday = (new Date(date).getUTCDay() + 6) % 7
  return startOf(format, addDays(date, 7 - daysSinceMonday))
}

/** When a date begins in a zone, down to the full hour of UTC. */
function startOf(format: Intl.DateTimeFormat, date: string): number {
  return Math.floor(midnightOf(format, date) / HOUR_MS) * HOUR_MS
}

/**
 * The first quarter of an hour that has the date or a later one: a zone may skip a date. Zones lie within
 * 26 hours of each other, and all shifts are whole quarters.
 */
function midnightOf(format: Intl.DateTimeFormat, date: string): number {
  let low = Date.parse(date) - 15 * HOUR_MS
  let high = Date.parse(date) + 13 * HOUR_MS
  while (high - low > QUARTER_MS) {
    const middle = low + Math.floor((high - low) / 2 / QUARTER_MS) * QUARTER_MS
    if (dateOf(format, middle) < date) low = middle
    else high = middle
  }
  return high
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
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
