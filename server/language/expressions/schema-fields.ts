import type { JsonSchema, JsonValue } from '@/server/kernel/json'

export type FieldLookup =
  | { kind: 'known'; schema: JsonSchema }
  /** The schema says nothing about it: anything may be there. */
  | { kind: 'open' }
  | { kind: 'missing'; known: string[] }

const OPEN: FieldLookup = { kind: 'open' }

/**
 * What a JSON Schema says about one field of the values it describes. Listed `properties` are taken
 * as all there are unless `additionalProperties` allows more: a misspelt field is the likelier case.
 */
export function fieldOf(schema: JsonSchema, name: string | number): FieldLookup {
  if (isArraySchema(schema)) {
    if (typeof name !== 'number') return OPEN
    return isSchema(schema.items) ? { kind: 'known', schema: schema.items } : OPEN
  }
  const properties = schema.properties
  if (!isSchema(properties) || hasAlternatives(schema)) return OPEN
  const key = String(name)
  if (Object.hasOwn(properties, key)) {
    const field = properties[key]
    return isSchema(field) ? { kind: 'known', schema: field } : OPEN
  }
  const isOpen =
    (schema.additionalProperties !== undefined && schema.additionalProperties !== false) ||
    schema.patternProperties !== undefined ||
    key in Object.prototype
  return isOpen ? OPEN : { kind: 'missing', known: Object.keys(properties) }
}

/** The names a value of this schema is known to have. */
export function fieldNames(schema: JsonSchema): string[] {
  return isSchema(schema.properties) ? Object.keys(schema.properties) : []
}

/** Whether the schema says that there may be nothing. */
export function mayBeNull({ type }: JsonSchema): boolean {
  return Array.isArray(type) && type.includes('null')
}

function isArraySchema(schema: JsonSchema): boolean {
  return schema.type === 'array'
}

function hasAlternatives(schema: JsonSchema): boolean {
  return ['anyOf', 'oneOf', 'allOf', '$ref', 'if'].some((keyword) => schema[keyword] !== undefined)
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
