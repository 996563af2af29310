import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { checkValue as problemsOf } from '@/server/language/definition'

const WRAPPED = 'value'

/**
 * The schema with an object at its root, which every vendor demands; another root is wrapped as
 * `{ value: … }` and unwrapped by `parseObject`.
 */
export function toObjectSchema(schema: JsonSchema): { schema: JsonSchema; isWrapped: boolean } {
  if (schema.type === 'object') return { schema, isWrapped: false }
  const { $defs, $schema: _dialect, ...inner } = schema
  return {
    isWrapped: true,
    schema: {
      type: 'object',
      properties: { [WRAPPED]: inner },
      required: [WRAPPED],
      additionalProperties: false,
      ...($defs !== undefined && { $defs }),
    },
  }
}

export type Parsed = { ok: true; value: JsonValue } | { ok: false; message: string }

/** A model's JSON text as a checked value. A Markdown fence around it is taken off. */
export function parseObject(text: string, schema: JsonSchema): Parsed {
  const parsed = parseJson(text)
  if (!parsed.ok) return parsed
  const { isWrapped } = toObjectSchema(schema)
  return checkValue(isWrapped ? unwrap(parsed.value) : parsed.value, schema)
}

/** Checks a value against a JSON Schema; the message names the places that do not fit. */
export function checkValue(value: JsonValue, schema: JsonSchema): Parsed {
  const problems = problemsOf(schema, value)
  if (problems.length === 0) return { ok: true, value }
  const places = problems.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message))
  return { ok: false, message: places.join(' ') }
}

function parseJson(text: string): Parsed {
  const trimmed = text.trim()
  const isFenced = trimmed.startsWith('```') && trimmed.endsWith('```') && trimmed.includes('\n')
  try {
    return { ok: true, value: JSON.parse(isFenced ? trimmed.slice(trimmed.indexOf('\n'), -3) : trimmed) }
  } catch {
    return { ok: false, message: 'it is not JSON.' }
  }
}

function unwrap(value: JsonValue): JsonValue {
  const isWrapper = typeof value === 'object' && value !== null && !Array.isArray(value) && WRAPPED in value
  return isWrapper ? (value[WRAPPED] ?? null) : value
}
