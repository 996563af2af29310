import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

const PREFIX = 'pawl.inputs.'
/** More is a payload, not something to type again. */
const MAX_CHARACTERS = 20_000

/** The inputs that a draft was tried with last, in this browser. */
export function readInputs(workflowId: string, storage: Pick<Storage, 'getItem'>): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(storage.getItem(PREFIX + workflowId) ?? 'null')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps inputs for the next try, without what is secret by its schema. */
export function keepInputs(
  workflowId: string,
  inputs: JsonObject,
  schemas: Readonly<Record<string, JsonSchema>>,
  storage: Pick<Storage, 'setItem'>,
): void {
  const kept = Object.entries(inputs).filter(([name]) => !isSecret(schemas[name]))
  const text = JSON.stringify(Object.fromEntries(kept))
  if (text.length > MAX_CHARACTERS) return
  try {
    storage.setItem(PREFIX + workflowId, text)
  } catch {
    // The storage is full or forbidden: the form begins with its defaults next time.
  }
}

function isSecret(schema: JsonSchema | undefined): boolean {
  return schema?.writeOnly === true || schema?.format === 'password'
}
