/** A JSON value: the only kind of data that crosses an operation, a step or a run event. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

export type JsonObject = { [key: string]: JsonValue }

/** A JSON Schema document (draft 2020-12), as inputs, outputs and approval forms use it. */
export type JsonSchema = JsonObject

/** A mapping, not a list and not nothing. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
