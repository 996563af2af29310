import { z } from 'zod'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { Operation } from '@/server/operations'
import type { RestRoute } from './routes'

export interface InputFields {
  /** JSON Schema of each field of the operation's input, `$ref`s into `definitions`. */
  properties: Record<string, JsonSchema>
  required: ReadonlySet<string>
  definitions: Record<string, JsonSchema>
  /** Fields that neither the path nor a header gives: a GET's query, every other method's body. */
  open: readonly string[]
}

const known = new WeakMap<Operation, InputFields>()

/** What an operation's input is made of, and which part of a request gives which field. */
export function inputFieldsOf(route: RestRoute): InputFields {
  const found = known.get(route.operation)
  if (found) return found
  const fields = readFields(route)
  known.set(route.operation, fields)
  return fields
}

/** As JSON Schema, in the form a client sends. */
export function inputJsonSchema(operation: Operation): JsonObject {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' })
  // toJSONSchema makes a plain JSON document.
  return schema as JsonObject
}

export function asSchema(value: JsonValue | undefined): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Every `type` a value may have, through `$ref`, `anyOf`, `oneOf`, `allOf`, `const` and `enum`. */
export function typesOf(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth = 0): Set<string> {
  if (depth > 20) return new Set()
  const into = (part: JsonValue) => [...typesOf(asSchema(part), definitions, depth + 1)]
  const types = new Set<string>()
  const add = (names: readonly string[]) => {
    for (const name of names) types.add(name)
  }
  if (typeof schema.$ref === 'string') add(into(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}))
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    const parts = schema[keyword]
    if (Array.isArray(parts)) add(parts.flatMap(into))
  }
  const type = schema.type
  if (typeof type === 'string') add([type])
  if (Array.isArray(type)) add(type.filter((name) => typeof name === 'string'))
  if (types.size === 0) add(constantsOf(schema).map(typeOf))
  return types
}

/** The schema of an array's items, through `$ref` and unions. */
export function itemsOf(schema: JsonSchema, definitions: Record<string, JsonSchema>, depth = 0): JsonSchema {
  if (schema.items !== undefined || depth > 20) return asSchema(schema.items)
  if (typeof schema.$ref === 'string')
    return itemsOf(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, definitions, depth + 1)
  const parts = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  const list = parts.find((part) => typesOf(asSchema(part), definitions).has('array'))
  return list === undefined ? {} : itemsOf(asSchema(list), definitions, depth + 1)
}

/** What a client that comes back sends as a header, not as a field. */
export const RESUME_FIELD = 'lastEventId'

function readFields(route: RestRoute): InputFields {
  const { operation, pathFields } = route
  const schema = inputJsonSchema(operation)
  const properties = Object.fromEntries(
    Object.entries(asSchema(schema.properties)).map(([name, value]) => [name, asSchema(value)]),
  )
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const isGiven = (name: string) =>
    pathFields.includes(name) || (operation.kind === 'stream' && name === RESUME_FIELD)
  return {
    properties,
    required: new Set(required),
    definitions: Object.fromEntries(
      Object.entries(asSchema(schema.$defs)).map(([name, value]) => [name, asSchema(value)]),
    ),
    open: Object.keys(properties).filter((name) => !isGiven(name)),
  }
}

function constantsOf(schema: JsonSchema): JsonValue[] {
  if (schema.const !== undefined) return [schema.const]
  return Array.isArray(schema.enum) ? schema.enum : []
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}
