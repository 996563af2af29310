import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { listOf, objectOf, textOf } from './reference'

/** A type in a few words: `string`, `RunSummary[]`, `"approve" | "reject"`, `integer | null`. */
export function typeText(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return nameOfRef(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const choices = listOf(schema.enum)
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ')
  const parts = listOf(schema.anyOf ?? schema.oneOf)
  if (parts.length > 0) return [...new Set(parts.map((part) => typeText(objectOf(part))))].join(' | ')
  if (listOf(schema.allOf).length > 0)
    return listOf(schema.allOf)
      .map((part) => typeText(objectOf(part)))
      .join(' & ')
  if (schema.type === 'array') return arrayText(typeText(objectOf(schema.items)))
  if (schema.type === 'object') return isMap(schema) ? `map of ${typeText(valuesOf(schema))}` : 'object'
  const type = textOf(schema.type) || 'any'
  return typeof schema.format === 'string' ? `${type} (${schema.format})` : type
}

/** What else a value has to meet, in words: `1 to 200`, `at most 80 characters`, `default 50`. */
export function boundsOf(schema: JsonSchema): readonly string[] {
  return [
    rangeText(schema.minimum, schema.maximum, ''),
    rangeText(schema.minLength, schema.maxLength, ' characters'),
    rangeText(schema.minItems, schema.maxItems, ' items'),
    typeof schema.exclusiveMinimum === 'number' ? `more than ${schema.exclusiveMinimum}` : '',
    typeof schema.exclusiveMaximum === 'number' ? `less than ${schema.exclusiveMaximum}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    typeof schema.pattern === 'string' ? `matches \`${schema.pattern}\`` : '',
  ].filter(Boolean)
}

function rangeText(min: JsonValue | undefined, max: JsonValue | undefined, unit: string): string {
  const [from, to] = [min, max].map((bound) =>
    typeof bound === 'number' ? bound.toLocaleString('en') : undefined,
  )
  if (from !== undefined && to !== undefined) return `${from} to ${to}${unit}`
  if (from !== undefined) return `at least ${from}${unit}`
  return to === undefined ? '' : `at most ${to}${unit}`
}

export interface SchemaField {
  name: string
  schema: JsonSchema
  isRequired: boolean
}

/** The fields of whatever object a schema comes down to: through `$ref`, arrays, unions and maps. */
export function fieldsOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): readonly SchemaField[] {
  if (depth > 10) return []
  const into = (part: JsonValue | undefined) => fieldsOf(objectOf(part), schemas, depth + 1)
  if (typeof schema.$ref === 'string') {
    const name = nameOfRef(schema.$ref)
    return name === 'JsonValue' ? [] : into(schemas[name])
  }
  if (schema.type === 'array') return into(schema.items)
  const properties = Object.entries(objectOf(schema.properties))
  if (properties.length > 0) {
    const required = listOf(schema.required)
    return properties.map(([name, value]) => ({
      name,
      schema: objectOf(value),
      isRequired: required.includes(name),
    }))
  }
  if (isMap(schema)) return into(valuesOf(schema))
  const parts = listOf(schema.anyOf ?? schema.oneOf ?? schema.allOf).map(into)
  const [only, ...others] = parts.filter((fields) => fields.length > 0)
  // Of several different objects none stands for all.
  return only && others.length === 0 ? only : []
}

function isMap(schema: JsonSchema): boolean {
  return schema.properties === undefined && typeof schema.additionalProperties === 'object'
}

function valuesOf(schema: JsonSchema): JsonSchema {
  return objectOf(schema.additionalProperties)
}

function arrayText(item: string): string {
  return /[ |&]/.test(item) ? `(${item})[]` : `${item}[]`
}

function nameOfRef(ref: string): string {
  return ref.split('/').at(-1) ?? ref
}
