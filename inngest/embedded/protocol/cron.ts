import { AppError } from '@/server/kernel/errors'

/**
 * The first tick after a moment. Five fields (minute hour day month weekday) with names, lists, ranges and
 * steps, `@hourly` and the like, and an optional `TZ=Area/City ` before them; UTC otherwise. A local time that
 * the clocks skip does not tick that day; one that they repeat ticks once.
 */
export function nextCronTick(expression: string, after: Date): Date {
  const cron = parseCron(expression)
  const wallAt = wallClock(cron.zone)
  let atMs = Math.floor(after.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS
  const untilMs = atMs + HORIZON_MS
  while (atMs < untilMs) {
    const wall = wallAt(atMs)
    if (!matchesHour(cron, wall)) atMs += (60 - wall.minute) * MINUTE_MS
    else if (!cron.minute.has(wall.minute) || isRepeated(cron, wall, wallAt(atMs - HOUR_MS)))
      atMs += MINUTE_MS
    else return new Date(atMs)
  }
  throw new AppError('invalid_input', `The cron expression "${expression}" never ticks.`)
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const HORIZON_MS = 9 * 366 * 24 * HOUR_MS

interface Wall {
  minute: number
  hour: number
  day: number
  month: number
  weekday: number
}

interface Cron {
  zone: string
  minute: Set<number>
  hour: Set<number>
  day: Set<number>
  month: Set<number>
  weekday: Set<number>
  isEveryHour: boolean
  isEveryDay: boolean
  isEveryWeekday: boolean
}

const NICKNAMES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
}
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function parseCron(expression: string): Cron {
  const [, zone = 'UTC', rest = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/s.exec(expression.trim()) ?? []
  const fields = (NICKNAMES[rest.trim()] ?? rest.trim()).split(/\s+/)
  const [minute, hour, day, month, weekday] = fields
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday)
    throw refusal(expression, 'it needs five fields: minute hour day month weekday')
  const read = (field: string, min: number, max: number, names: string[] = []) =>
    readField(expression, field.toLowerCase(), { min, max, names })
  const weekdays = read(weekday, 0, 7, WEEKDAYS)
  if (weekdays.has(7)) weekdays.add(0)
  return {
    zone: checkZone(expression, zone),
    minute: read(minute, 0, 59),
    hour: read(hour, 0, 23),
    day: read(day, 1, 31),
    month: read(month, 1, 12, MONTHS),
    weekday: weekdays,
    isEveryHour: hour.startsWith('*'),
    isEveryDay: day.startsWith('*') || day === '?',
    isEveryWeekday: weekday.startsWith('*') || weekday === '?',
  }
}

function readField(
  expression: string,
  field: string,
  range: { min: number; max: number; names: string[] },
): Set<number> {
  const values = new Set<number>()
  const number = (text: string): number => {
    const named = range.names.indexOf(text)
    if (named >= 0) return named + (range.min === 1 ? 1 : 0)
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= range.min && value <= range.max))
      throw refusal(expression, `"${text}" is not between ${range.min} and ${range.max}`)
    return value
  }
  for (const part of field.split(',')) {
    const [span = '', stepText, ...more] = part.split('/')
    const step = stepText === undefined ? 1 : Number(stepText)
    if (more.length > 0 || !Number.isInteger(step) || step < 1)
      throw refusal(expression, `"${part}" has no valid step`)
    const [fromText = '', toText] =
      span === '*' || span === '?' ? [String(range.min), String(range.max)] : span.split('-')
    const from = number(fromText)
    const to = toText !== undefined ? number(toText) : stepText === undefined ? from : range.max
    if (to < from) throw refusal(expression, `"${span}" runs backwards`)
    for (let value = from; value <= to; value += step) values.add(value)
  }
  return values
}

function checkZone(expression: string, zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw refusal(expression, `"${zone}" is not a time zone such as Europe/Berlin`)
  }
}

function refusal(expression: string, reason: string): AppError {
  return new AppError('invalid_input', `The cron expression "${expression}" is not understood: ${reason}.`)
}

function matchesHour(cron: Cron, wall: Wall): boolean {
  if (!cron.month.has(wall.month) || !cron.hour.has(wall.hour)) return false
  const byDay = cron.day.has(wall.day)
  const byWeekday = cron.weekday.has(wall.weekday)
  // As every cron does: where both are restricted, either will do.
  return cron.isEveryDay || cron.isEveryWeekday ? byDay && byWeekday : byDay || byWeekday
}

function isRepeated(cron: Cron, wall: Wall, hourBefore: Wall): boolean {
  return !cron.isEveryHour && hourBefore.hour === wall.hour && hourBefore.day === wall.day
}

function wallClock(zone: string): (atMs: number) => Wall {
  if (zone === 'UTC') return utcWall
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
    weekday: 'short',
  })
  return (atMs) => {
    const parts = new Map(format.formatToParts(atMs).map((part) => [part.type, part.value]))
    const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
    return {
      minute: number('minute'),
      hour: number('hour'),
      day: number('day'),
      month: number('month'),
      weekday: WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    }
  }
}

function utcWall(atMs: number): Wall {
  const at = new Date(atMs)
  return {
    minute: at.getUTCMinutes(),
    hour: at.getUTCHours(),
    day: at.getUTCDate(),
    month: at.getUTCMonth() + 1,
    weekday: at.getUTCDay(),
  }
}
