import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { documentSchema } from './document-schema'
import { UNDO_KINDS } from './fields'
import { KINDS } from './kinds'

/** The JSON Schema of workflow documents, served at `/schemas/workflow.v1.json` for any editor. */
export function workflowJsonSchema(): JsonSchema {
  const { $defs, ...document } = documentSchema()
  const definitions = isObject($defs) ? $defs : {}
  const kinds = Object.keys(KINDS)
  const loosened = kinds.map((kind) => {
    const schema = definitions[kind]
    return [kind, isObject(schema) ? withExpressions(schema) : true] as const
  })
  const { step, undo } = definitions
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: '/schemas/workflow.v1.json',
    title: 'Pawl workflow, version 1',
    ...document,
    $defs: {
      step: withOneOf(step, kinds),
      undo: withOneOf(undo, UNDO_KINDS),
      ...Object.fromEntries(loosened),
    },
  }
}

/** A step does exactly one thing. */
function withOneOf(schema: JsonValue | undefined, kinds: readonly string[]): JsonObject {
  return { ...(isObject(schema) ? schema : {}), oneOf: kinds.map((kind) => ({ required: [kind] })) }
}

const EXPRESSION = { type: 'string', pattern: '\\$\\{\\{' }

/** Inside a kind an expression may stand for any value. */
function withExpressions(schema: JsonObject): JsonObject {
  const changed: JsonObject = { ...schema }
  if (isObject(schema.properties)) changed.properties = mapFields(schema.properties, orExpression)
  if (isObject(schema.items)) changed.items = orExpression(schema.items)
  if (isObject(schema.additionalProperties))
    changed.additionalProperties = orExpression(schema.additionalProperties)
  for (const keyword of ['anyOf', 'oneOf']) {
    const options = schema[keyword]
    if (Array.isArray(options))
      changed[keyword] = options.map((part) => (isObject(part) ? withExpressions(part) : part))
  }
  return changed
}

function orExpression(schema: JsonValue): JsonValue {
  if (!isObject(schema) || typeof schema.$ref === 'string') return schema
  const isSteps = isObject(schema.items) && schema.items.$ref === '#/$defs/step'
  const isOpen = schema.type === undefined && !('anyOf' in schema) && !('enum' in schema)
  const isFreeText = schema.type === 'string' && !('pattern' in schema) && !('enum' in schema)
  if (isSteps || isOpen || isFreeText) return schema
  const { description, title, default: preset, ...rest } = schema
  const notes = Object.fromEntries(
    Object.entries({ title, description, default: preset }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )
  return { ...notes, anyOf: [withExpressions(rest), EXPRESSION] }
}

function mapFields(fields: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]))
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
