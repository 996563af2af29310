import { ID_PREFIXES } from '@/server/kernel/ids'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { asSchema } from '../input-schema'
import { FIELD_EXAMPLES } from './example-values'

const ULID = '01kbn3v9q2h8x5r4m7c6d1e0fa'
const INSTANT = '2026-11-21T09:30:00.000Z'
const MAX_DEPTH = 8

export interface ExampleOptions {
  /** Where `$ref` leads. */
  components: JsonObject
  /** The noun whose `id` a bare `id` is: `runs`. */
  noun: string
  /** Leaves out what need not be sent. */
  isRequiredOnly: boolean
}

/** A value that fits a schema and looks like one that people would send. */
export function exampleOf(schema: JsonSchema, options: ExampleOptions, field = '', depth = 0): JsonValue {
  if (schema.examples !== undefined && Array.isArray(schema.examples)) return schema.examples[0] ?? null
  if (schema.const !== undefined) return schema.const
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? ''
    if (name === 'JsonValue') return 'text'
    return exampleOf(asSchema(options.components[name]), options, field, depth + 1)
  }
  const named =
    schema.type === 'object' || schema.type === 'array' ? undefined : namedExample(schema, field, options)
  if (named !== undefined) return named
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const parts = schema[keyword]
    if (Array.isArray(parts)) return exampleOf(asSchema(parts[0]), options, field, depth + 1)
  }
  if (Array.isArray(schema.allOf)) {
    const parts = schema.allOf.map((part) => exampleOf(asSchema(part), options, field, depth + 1))
    return Object.assign({}, ...parts.filter((part) => typeof part === 'object'))
  }
  return plainExample(schema, options, field, depth)
}

function plainExample(schema: JsonSchema, options: ExampleOptions, field: string, depth: number): JsonValue {
  switch (schema.type) {
    case 'object':
      return depth > MAX_DEPTH
        ? {}
        : objectExample(schema, { ...options, noun: nounOf(field, options) }, depth)
    case 'array':
      if (depth > MAX_DEPTH) return []
      return [exampleOf(asSchema(schema.items), options, field.replace(/s$/, ''), depth + 1)]
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? Math.max(1, schema.minimum) : 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textExample(schema)
  }
}

function objectExample(schema: JsonSchema, options: ExampleOptions, depth: number): JsonObject {
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = Object.entries(asSchema(schema.properties))
  const shown = options.isRequiredOnly ? properties.filter(([name]) => required.includes(name)) : properties
  // A record says which names it must have, not what each of them holds.
  const isRecord = properties.length === 0
  const others = isRecord ? required.map((name) => [String(name), schema.additionalProperties] as const) : []
  return Object.fromEntries(
    [...shown, ...others].map(([name, value]) => [
      name,
      exampleOf(asSchema(value), options, name, depth + 1),
    ]),
  )
}

/** Whose `id` the `id` of an object is: that of the field it stands in, where the field names something. */
function nounOf(field: string, options: ExampleOptions): string {
  return prefixOf(field) === undefined ? options.noun : field
}

/** What a field of this name holds in every operation. */
function namedExample(schema: JsonSchema, field: string, options: ExampleOptions): JsonValue | undefined {
  if (Array.isArray(schema.enum)) return undefined
  const types = [
    schema.type,
    ...(Array.isArray(schema.anyOf) ? schema.anyOf.map((part) => asSchema(part).type) : []),
  ]
  const noun = field === 'id' ? options.noun : /^(\w+)Id$/.exec(field)?.[1]
  if (noun && types.includes('string')) return `${prefixOf(noun) ?? 'id'}_${ULID}`
  const value = Object.hasOwn(FIELD_EXAMPLES, field) ? FIELD_EXAMPLES[field] : undefined
  if (value === undefined) return undefined
  return types.includes(typeof value) || (typeof value === 'number' && types.includes('integer'))
    ? value
    : undefined
}

const SHORT_NAMES: Record<string, keyof typeof ID_PREFIXES> = { org: 'organization', entry: 'audit' }

function prefixOf(field: string): string | undefined {
  const noun = field.replace(/s$/, '')
  const whole = SHORT_NAMES[noun] ?? noun
  const known = Object.entries(ID_PREFIXES).find(([name]) => whole.toLowerCase().endsWith(name.toLowerCase()))
  return known?.[1]
}

function textExample(schema: JsonSchema): string {
  if (schema.format === 'date-time') return INSTANT
  if (schema.format === 'date') return INSTANT.slice(0, 10)
  if (schema.format === 'email') return 'grace@example.com'
  if (schema.format === 'uri') return 'https://example.com/'
  const length = typeof schema.minLength === 'number' ? schema.minLength : 0
  return 'text'.padEnd(length, ' text')
}
