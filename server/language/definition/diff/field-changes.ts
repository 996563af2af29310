import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { canonical } from '../json-schema'

/** A field that differs, as a path such as `http.headers.Accept`; empty where the whole value is meant. */
export interface FieldChange {
  field: string
  before?: JsonValue
  after?: JsonValue
}

/** What differs between two values: by field as far as both are mappings, lists and texts as a whole. */
export function fieldChanges(before: JsonValue, after: JsonValue, field = ''): FieldChange[] {
  if (!isObject(before) || !isObject(after)) {
    return canonical(before) === canonical(after) ? [] : [{ field, before, after }]
  }
  const names = new Set([...Object.keys(after), ...Object.keys(before)])
  return [...names].flatMap((name): FieldChange[] => {
    const at = field === '' ? name : `${field}.${name}`
    const [was, is] = [own(before, name), own(after, name)]
    if (was === undefined) return is === undefined ? [] : [{ field: at, after: is }]
    if (is === undefined) return [{ field: at, before: was }]
    return fieldChanges(was, is, at)
  })
}

function own(value: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
