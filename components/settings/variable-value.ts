import type { JsonValue } from '@/server/kernel/json'

export type VariableType = 'text' | 'json'

/** How a value is best edited: a text as it is, anything else as JSON. */
export function typeOf(value: JsonValue): VariableType {
  return typeof value === 'string' ? 'text' : 'json'
}

/** A value as its editor begins with it. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** A value in one line, for a list. */
export function lineOf(value: JsonValue): string {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ') : JSON.stringify(value)
}

/** What was typed, as a value. */
export function valueIn(
  text: string,
  type: VariableType,
): { ok: true; value: JsonValue } | { ok: false; problem: string } {
  if (type === 'text') return { ok: true, value: text }
  try {
    // What JSON.parse gives is a JSON value.
    return { ok: true, value: JSON.parse(text) as JsonValue }
  } catch {
    return {
      ok: false,
      problem:
        'This is no JSON. Write for example 3, true, ["a", "b"] or { "a": 1 }; a text goes in as text.',
    }
  }
}
