import fc from 'fast-check'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { asSchema } from '../input-schema'

const MAX_DEPTH = 5

/** Values that fit a schema of the OpenAPI document. Patterns and formats are not followed: both answers count. */
export function fitting(schema: JsonSchema, components: JsonObject, depth = 0): fc.Arbitrary<JsonValue> {
  if (typeof schema.$ref === 'string') {
    const target = asSchema(components[schema.$ref.split('/').at(-1) ?? ''])
    return depth > MAX_DEPTH ? fc.constant(null) : fitting(target, components, depth + 1)
  }
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const parts = schema.anyOf ?? schema.oneOf
  if (Array.isArray(parts))
    return fc.oneof(...parts.map((part) => fitting(asSchema(part), components, depth + 1)))
  switch (schema.type) {
    case 'object':
      return fittingObject(schema, components, depth)
    case 'array':
      return fc.array(fitting(asSchema(schema.items), components, depth + 1), { maxLength: 3 })
    case 'integer':
      return fc.oneof(numberWithin(schema), fc.constantFrom(2_147_483_648, Number.MAX_SAFE_INTEGER))
    case 'number':
      return numberWithin(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return texts
  }
}

/** Anything at all: wrong types, odd characters, huge numbers, nesting. */
export function anything(): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    texts,
    oddTexts,
    fc.constantFrom<JsonValue>(null, true, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[[]]], {
      $ref: '#',
    }),
    fc.integer(),
    // jsonValue makes what JSON.parse could make.
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
  )
}

const texts = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'release-notes',
    'order-saga',
    '1',
    'ada@example.com',
    'https://example.com/',
    'UTC',
    'Nowhere/Nope',
  ),
)

const oddTexts = fc.constantFrom(
  '\0',
  '\ud800',
  '%00',
  '../../etc/passwd',
  '\'; DROP TABLE "Run"; --',
  '\u202e',
  'x'.repeat(10_000),
  '[object Object]',
  '__proto__',
  '2026-13-45T99:99:99Z',
)

function numberWithin(schema: JsonSchema): fc.Arbitrary<number> {
  const min = typeof schema.minimum === 'number' ? schema.minimum : 0
  const max = typeof schema.maximum === 'number' ? schema.maximum : min + 1_000
  return fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
}

function fittingObject(schema: JsonSchema, components: JsonObject, depth: number): fc.Arbitrary<JsonObject> {
  const properties = Object.entries(asSchema(schema.properties))
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  if (properties.length === 0)
    return depth > MAX_DEPTH
      ? fc.constant({})
      : fc.dictionary(
          fc.string({ maxLength: 8 }),
          fitting(asSchema(schema.additionalProperties), components, depth + 1),
          {
            maxKeys: 3,
          },
        )
  const shape = Object.fromEntries(
    properties.map(([name, value]) => [name, fitting(asSchema(value), components, depth + 1)]),
  )
  return fc.record(shape, { requiredKeys: required.filter((name) => Object.hasOwn(shape, name)) })
}
