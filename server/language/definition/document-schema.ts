import { z } from 'zod'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { STEP_KINDS, type StepKindName } from '@/server/language/contracts'
import { stepFieldsSchema, UNDO_KINDS, undoFieldsSchema, workflowFieldsSchema } from './fields'
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
  const kindSchemas = Object.fromEntries(
    Object.values(KINDS).map((kind) => [kind.name, writtenSchema(kind.schema)]),
  )
  return {
    ...writtenSchema(workflowFieldsSchema),
    $defs: {
      step: withKinds(writtenSchema(stepFieldsSchema), STEP_KINDS),
      undo: withKinds(writtenSchema(undoFieldsSchema), UNDO_KINDS),
      ...kindSchemas,
    },
  }
}

function withKinds({ properties, ...fields }: JsonSchema, names: readonly StepKindName[]): JsonSchema {
  const kinds = names.map((name) => {
    const { title, docs } = KINDS[name]
    return [name, { $ref: `#/$defs/${name}`, description: docs, title }] as const
  })
  return {
    ...fields,
    properties: { ...(isObject(properties) ? properties : {}), ...Object.fromEntries(kinds) },
  }
}

/** Lists that hold steps say so, and `undo` too: what they hold is described once. */
function withSteps(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withSteps)
  if (!isObject(value)) return value
  const { 'x-steps': isSteps, 'x-undo': isUndo, ...rest } = value
  if (isUndo === true) return { $ref: '#/$defs/undo', description: value.description ?? '' }
  const mapped = Object.fromEntries(Object.entries(rest).map(([key, field]) => [key, withSteps(field)]))
  return isSteps === true ? { ...mapped, items: { $ref: '#/$defs/step' } } : mapped
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
