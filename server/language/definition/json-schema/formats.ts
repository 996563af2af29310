/** Formats that are checked; a schema that names another one is refused. */
export const FORMATS: Record<string, { example: string; test: (text: string) => boolean }> = {
  email: { example: 'ada@example.com', test: (text) => /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text) },
  uri: { example: 'https://example.com/a', test: isAbsoluteUrl },
  'uri-reference': {
    example: '/a/b',
    test: (text) => !/\s/.test(text) && URL.canParse(text, 'https://a.invalid'),
  },
  hostname: {
    example: 'example.com',
    test: (text) => text.length <= 253 && text.split('.').every((label) => HOST_LABEL.test(label)),
  },
  ipv4: { example: '192.0.2.1', test: (text) => IPV4.test(text) },
  ipv6: { example: '2001:db8::1', test: (text) => text.includes(':') && URL.canParse(`http://[${text}]`) },
  uuid: {
    example: '3f0a6868-4b56-4689-b900-d30edf323efd',
    test: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  },
  date: { example: '2026-03-09', test: isDate },
  time: { example: '14:03:22Z', test: isTime },
  'date-time': {
    example: '2026-03-09T14:03:22Z',
    test: (text) => /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  },
  duration: {
    example: 'PT30M',
    test: (text) =>
      /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?!$)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(text),
  },
  regex: { example: '^a+$', test: isPattern },
}

const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function isAbsoluteUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && !/\s/.test(text) && URL.canParse(text)
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [, year, month, day] = match.map(Number)
  const date = new Date(Date.UTC(2000, 0, 1))
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0)
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}

function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.test(text)
}

function isPattern(text: string): boolean {
  return compilePattern(text) !== undefined
}

/** A regular expression of a document, `undefined` when it is not one. The one place that compiles them. */
export function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return undefined
  }
}
