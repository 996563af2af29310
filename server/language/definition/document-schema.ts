import { z } from 'zod'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { stepFieldsSchema, workflowFieldsSchema } from './fields'
import { KINDS } from './kinds'

/** The JSON Schema of one part of the language, as its documents write it. */
export function writtenSchema(schema: z.ZodType): JsonSchema {
  const known = cache.get(schema)
  if (known !== undefined) return known
  const generated = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const { $schema, '~standard': _, ...rest } = generated
  // Zod gives a JSON Schema document, which is JSON; the copy proves it.
  const json = withSteps(JSON.parse(JSON.stringify(rest))) as JsonSchema
  cache.set(schema, json)
  return json
}

const cache = new WeakMap<z.ZodType, JsonSchema>()

/**
 * The schema of whole documents, without the room that expressions need: for completion, hover and
 * suggestions. `workflowJsonSchema` is the one for other editors.
 */
export function documentSchema(): JsonSchema {
  built ??= build()
  return built
}

let built: JsonSchema | undefined

function build(): JsonSchema {
  const kinds = Object.fromEntries(
    Object.values(KINDS).map((kind) => [
      kind.name,
      { $ref: `#/$defs/${kind.name}`, description: kind.docs, title: kind.title },
    ]),
  )
  const step = writtenSchema(stepFieldsSchema)
  const kindSchemas = Object.fromEntries(
    Object.values(KINDS).map((kind) => [kind.name, writtenSchema(kind.schema)]),
  )
  return {
    ...writtenSchema(workflowFieldsSchema),
    $defs: {
      step: { ...step, properties: { ...(isObject(step.properties) ? step.properties : {}), ...kinds } },
      ...kindSchemas,
    },
  }
}

/** Lists that hold steps say so; their items are the step schema. */
function withSteps(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withSteps)
  if (!isObject(value)) return value
  const { 'x-steps': isSteps, ...rest } = value
  const mapped = Object.fromEntries(Object.entries(rest).map(([key, field]) => [key, withSteps(field)]))
  return isSteps === true ? { ...mapped, items: { $ref: '#/$defs/step' } } : mapped
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
