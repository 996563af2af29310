export interface TimeZoneChoice {
  value: string
  label: string
  hint: string
}

interface Zone {
  zone: string
  clock: string
  offsetMinutes: number
}

/** Reads the clocks of a few zones; each costs about half a millisecond, so hundreds come in pieces. */
export function readZones(zones: readonly string[], now: Date): Zone[] {
  return zones.map((zone) => ({ zone, ...readClock(zone, now) }))
}

/** As choices, from west to east. */
export function zoneChoices(zones: readonly Zone[]): TimeZoneChoice[] {
  return [...zones]
    .sort((one, other) => one.offsetMinutes - other.offsetMinutes || one.zone.localeCompare(other.zone))
    .map(({ zone, clock, offsetMinutes }) => ({
      value: zone,
      label: zoneLabel(zone),
      hint: `${clock} · ${offsetText(offsetMinutes)}`,
    }))
}

/** `America/Argentina/Buenos_Aires` reads `America / Argentina / Buenos Aires`. */
export function zoneLabel(zone: string): string {
  return zone.replaceAll('_', ' ').replaceAll('/', ' / ')
}

/** `UTC+5:30`, `UTC−3`, `UTC`. */
function offsetText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC'
  const hours = Math.floor(Math.abs(offsetMinutes) / 60)
  const minutes = Math.abs(offsetMinutes) % 60
  const sign = offsetMinutes < 0 ? '−' : '+'
  return `UTC${sign}${hours}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
}

/** `14:05` in a zone, and how far that is from UTC. */
export function readClock(timeZone: string, now: Date): { clock: string; offsetMinutes: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(now)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return {
    clock: `${part('hour')}:${part('minute')}`,
    offsetMinutes: offsetMinutesOf(part('timeZoneName')),
  }
}

/** `GMT+05:30` is 330, `GMT` is 0. */
function offsetMinutesOf(name: string): number {
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

/** Languages of dates to choose from; the words around them stay English. */
const LOCALES = [
  'en-GB',
  'en-US',
  'en-CA',
  'en-AU',
  'cs-CZ',
  'da-DK',
  'de-DE',
  'de-CH',
  'el-GR',
  'es-ES',
  'es-MX',
  'et-EE',
  'fi-FI',
  'fr-FR',
  'fr-CA',
  'he-IL',
  'hi-IN',
  'hu-HU',
  'id-ID',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'nb-NO',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'sk-SK',
  'sv-SE',
  'th-TH',
  'tr-TR',
  'uk-UA',
  'vi-VN',
  'zh-CN',
  'zh-TW',
] as const

export interface LocaleChoice {
  value: string
  label: string
  hint: string
}

/** Each language with its own name and how it writes a date. */
export function localeChoices(now: Date): LocaleChoice[] {
  return LOCALES.map((locale) => ({
    value: locale,
    label: localeLabel(locale),
    hint: now.toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  }))
}

function localeLabel(locale: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' }).of(locale) ?? locale
}
