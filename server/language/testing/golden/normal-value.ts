import { isJsonObject, type JsonObject, type JsonValue } from '@/server/kernel/json'

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g
const ID = /\b(apv|blb|evt|usr)_[a-z0-9]+/g

/** Headers of an answer that the script gave; the others are the transport's own. */
const TOLD_HEADERS = /^(content-type|retry-after|x-.*)$/

/** A value of a log without what differs from one run to the next. `names`: texts to put in for others, longest first. */
export function normalValue(value: JsonValue, names: readonly (readonly [string, string])[]): JsonValue {
  const walk = (inner: JsonValue): JsonValue => {
    if (typeof inner === 'string') return normalText(inner, names)
    if (Array.isArray(inner)) return inner.map(walk)
    if (!isJsonObject(inner)) return inner
    const fields = Object.entries(withoutAccidents(inner)).map(([key, field]): [string, JsonValue] => [
      normalText(key, names),
      PLACEHOLDERS[key] !== undefined && field !== null ? PLACEHOLDERS[key] : walk(field),
    ])
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return walk(value)
}

const PLACEHOLDERS: Record<string, string | undefined> = {
  decidedBy: '<person>',
  durationMs: '<duration>',
  callDigest: '<digest>',
  $sealed: '<sealed>',
}

function normalText(text: string, names: readonly (readonly [string, string])[]): string {
  let normal = text
  for (const [found, name] of names) normal = normal.replaceAll(found, name)
  return normal
    .replaceAll(INSTANT, '<instant>')
    .replaceAll(ID, '<$1>')
    .replaceAll(/\brun #\d+/g, 'run #<number>')
}

function withoutAccidents(written: JsonObject): JsonObject {
  const object = withoutJavaScript(written)
  const { headers, number, ...rest } = object
  const told = isJsonObject(headers)
    ? Object.fromEntries(Object.entries(headers).filter(([name]) => TOLD_HEADERS.test(name)))
    : headers
  const isRun = typeof object.runId === 'string'
  return {
    ...rest,
    ...(told === undefined ? {} : { headers: told }),
    ...(number === undefined ? {} : { number: isRun ? '<number>' : number }),
  }
}

/** What JavaScript calls an error, and in which line, is its engine's own. */
function withoutJavaScript(error: JsonObject): JsonObject {
  const { code, message, details } = error
  if (typeof message !== 'string') return error
  if (code === 'expression_failed') return { ...error, message: '<message>' }
  if (code !== 'code_failed') return error
  const { line: _, ...more } = isJsonObject(details) ? details : {}
  return {
    ...error,
    message: message.replace(/ \(line \d+ of the code\)$/, ''),
    details: more,
  }
}
