import type { JsonObject, JsonSchema } from '@/server/kernel/json'

/** The inputs of a workflow as one object schema: what has no default is required. */
export function inputsSchema(inputs: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const required = Object.entries(inputs).flatMap(([name, schema]) =>
    schema.default === undefined ? [name] : [],
  )
  return { type: 'object', properties: { ...inputs }, required }
}

/** The values that a workflow still asks for. */
export function fittingInputs(
  inputs: Readonly<Record<string, JsonSchema>>,
  values: JsonObject | undefined,
): JsonObject {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => Object.hasOwn(inputs, name)))
}
