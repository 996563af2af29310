import { z } from 'zod'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { canonical } from '@/server/language/definition/json-schema'
import { asSchema } from '../input-schema'
import { namedSchemas } from './named-schemas'

const COMPONENTS = '#/components/schemas/'
const ANY_JSON = 'JsonValue'

/** Turns Zod schemas into those of the document, and keeps what several of them share. */
export interface SchemaBook {
  input(schema: z.ZodType): JsonSchema
  output(schema: z.ZodType): JsonSchema
  /** `components.schemas`, once everything is written. */
  components(): JsonObject
}

export function openSchemaBook(): SchemaBook {
  const registry = namedSchemas()
  const components: Record<string, JsonSchema> = { [ANY_JSON]: anyJson(`${COMPONENTS}${ANY_JSON}`) }
  const write = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const raw = z.toJSONSchema(schema, {
      io,
      // Zod's types ask for a registry of its global shape; it reads `id` of it and nothing else.
      metadata: registry as never,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const about = z.globalRegistry.get(zodSchema)
        if (about?.description) jsonSchema.description ??= about.description
      },
    })
    // toJSONSchema makes a plain JSON document; the copy drops what JSON cannot hold.
    const { $defs, $schema: _, ...root } = JSON.parse(JSON.stringify(raw)) as JsonObject
    const places = placesOf(asSchema($defs), components, io)
    for (const [name, place] of Object.entries(places))
      components[place] ??= tidy(asSchema(asSchema($defs)[name]), places, io)
    return tidy(root, places, io)
  }
  return {
    input: (schema) => write(schema, 'input'),
    output: (schema) => write(schema, 'output'),
    components: () => Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The component each `$defs` entry becomes. What differs between input and output has two. */
function placesOf(
  definitions: JsonObject,
  components: Record<string, JsonSchema>,
  io: 'input' | 'output',
): Record<string, string> {
  const names = Object.keys(definitions)
  const places: Record<string, string> = {}
  for (const name of names) places[name] = isAnyJson(name, asSchema(definitions[name])) ? ANY_JSON : name
  for (const name of names) {
    const known = components[places[name] ?? name]
    if (!known || places[name] === ANY_JSON) continue
    const mine = tidy(asSchema(definitions[name]), places, io)
    if (canonical(known) !== canonical(mine)) places[name] = `${name}${io === 'input' ? 'Input' : 'Output'}`
  }
  return places
}

function isAnyJson(name: string, schema: JsonSchema): boolean {
  return name.startsWith('__schema') && canonical(schema) === canonical(anyJson(`#/$defs/${name}`))
}

/** What `z.json()` becomes. */
function anyJson(ref: string): JsonSchema {
  const self = { $ref: ref }
  const plain = ['string', 'number', 'boolean', 'null'].map((type) => ({ type }))
  const record = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: self }
  return { anyOf: [...plain, { type: 'array', items: self }, record] }
}

/** Without noise: patterns that a format says already, the bounds of every integer, closed answers. */
function tidy(schema: JsonSchema, places: Record<string, string>, io: 'input' | 'output'): JsonSchema {
  const entries = Object.entries(schema).flatMap(([keyword, value]): [string, JsonValue][] => {
    if (keyword === 'pattern' && typeof schema.format === 'string') return []
    if (isNoBound(keyword, value)) return []
    // Answers may gain fields.
    if (keyword === 'additionalProperties' && value === false && io === 'output') return []
    if (keyword === 'propertyNames' && canonical(value) === '{"type":"string"}') return []
    if (keyword === '$ref' && typeof value === 'string') return [[keyword, refOf(value, places)]]
    return [[keyword, tidyValue(value, places, io)]]
  })
  return Object.fromEntries(entries)
}

function tidyValue(value: JsonValue, places: Record<string, string>, io: 'input' | 'output'): JsonValue {
  if (Array.isArray(value)) return value.map((item) => tidyValue(item, places, io))
  return typeof value === 'object' && value !== null ? tidy(value, places, io) : value
}

function isNoBound(keyword: string, value: JsonValue): boolean {
  return (
    (keyword === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (keyword === 'minimum' && value === Number.MIN_SAFE_INTEGER)
  )
}

function refOf(ref: string, places: Record<string, string>): string {
  const name = ref.split('/').at(-1) ?? ''
  return `${COMPONENTS}${places[name] ?? name}`
}
