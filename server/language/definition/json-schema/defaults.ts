import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { findRef } from './check-schema'

/** The value with every absent field that its schema gives a `default` filled in, at any depth. */
export function applyDefaults(schema: JsonSchema, value: JsonValue): JsonValue {
  return fill(schema, value, schema)
}

function fill(schema: JsonValue | undefined, value: JsonValue, root: JsonSchema): JsonValue {
  const known = resolve(schema, root)
  if (known === undefined) return value
  if (Array.isArray(value)) return value.map((item) => fill(known.items, item, root))
  if (typeof value !== 'object' || value === null || !isObject(known.properties)) return value
  const filled: JsonObject = { ...value }
  for (const [name, field] of Object.entries(known.properties)) {
    const present = Object.hasOwn(value, name) ? value[name] : defaultOf(field, root)
    if (present !== undefined) {
      Object.defineProperty(filled, name, {
        value: fill(field, present, root),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
  }
  return filled
}

function defaultOf(schema: JsonValue, root: JsonSchema): JsonValue | undefined {
  return resolve(schema, root)?.default
}

function resolve(schema: JsonValue | undefined, root: JsonSchema): JsonObject | undefined {
  let current = schema
  for (let hops = 0; hops < 20 && isObject(current); hops++) {
    if (typeof current.$ref !== 'string' || current.default !== undefined) return current
    current = findRef(current.$ref, root)
  }
  return undefined
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
