import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

/** What OpenAI's strict mode understands (its structured outputs guide); anything else makes it refuse. */
const KEYWORDS = new Set([
  '$defs',
  '$ref',
  'additionalProperties',
  'anyOf',
  'const',
  'description',
  'enum',
  'items',
  'properties',
  'required',
  'title',
  'type',
])

/**
 * The schema for OpenAI's strict mode, where the model cannot leave the shape: objects closed, every
 * property required. `undefined` where the schema cannot be said that way (optional properties, other
 * keywords); then the schema is sent as advice and the answer checked all the same.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
  const strict = strictNode(schema)
  return isObject(strict) ? strict : undefined
}

function strictNode(node: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(node) || !Object.keys(node).every((key) => KEYWORDS.has(key))) return undefined
  const result: JsonObject = { ...node }
  if (node.type === 'object' || node.properties !== undefined) {
    const properties = strictMap(node.properties ?? {})
    const required = Array.isArray(node.required) ? node.required : []
    if (!properties || Object.keys(properties).some((name) => !required.includes(name))) return undefined
    if (node.additionalProperties !== undefined && node.additionalProperties !== false) return undefined
    Object.assign(result, { properties, additionalProperties: false })
  }
  if (node.items !== undefined) {
    const items = strictNode(node.items)
    if (items === undefined) return undefined
    result.items = items
  }
  if (node.anyOf !== undefined) {
    const options = Array.isArray(node.anyOf) ? node.anyOf.map(strictNode) : [undefined]
    const known = options.filter((option) => option !== undefined)
    if (known.length !== options.length) return undefined
    result.anyOf = known
  }
  if (node.$defs !== undefined) {
    const definitions = strictMap(node.$defs)
    if (!definitions) return undefined
    result.$defs = definitions
  }
  return result
}

function strictMap(map: JsonValue): JsonObject | undefined {
  if (!isObject(map)) return undefined
  const result: JsonObject = {}
  for (const [name, node] of Object.entries(map)) {
    const strict = strictNode(node)
    if (strict === undefined) return undefined
    result[name] = strict
  }
  return result
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
