import type { JsonValue } from '@/server/kernel/json'

const SUSPECT = /\\u(?:0000|d[89a-f])/i
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

export type Serialized = { ok: true; value: JsonValue; bytes: number } | { ok: false; message: string }

/**
 * A copy of a value as JSON that a database can hold, and its size in UTF-8. NUL characters and halves of
 * surrogate pairs, which Postgres refuses, become U+FFFD.
 */
export function toStorable(value: unknown): Serialized {
  let text: string
  try {
    text = JSON.stringify(value) ?? 'null'
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
  // What JSON.stringify writes, JSON.parse reads as a JSON value.
  const copy = JSON.parse(text) as JsonValue
  const clean = SUSPECT.test(text) ? mapTexts(copy) : copy
  return { ok: true, value: clean, bytes: new TextEncoder().encode(text).length }
}

export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(LONE_SURROGATE, '\uFFFD')
}

function mapTexts(value: JsonValue): JsonValue {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [storableText(key), mapTexts(field)]))
}
