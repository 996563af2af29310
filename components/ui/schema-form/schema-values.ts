import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { FormErrors } from './errors-from-issues'
import { type SchemaShape, shapeOf } from './schema-shape'

/** The value a fresh form starts with: the schema's defaults, under `given`. */
export function defaultsFor(schema: JsonSchema, given: JsonObject = {}): JsonObject {
  const value = startOf(shapeOf(schema), true)
  return { ...(isObject(value) ? value : {}), ...given }
}

/** A new item of a list, or a required object, with its defaults. */
export function startOf(shape: SchemaShape, isRequired: boolean): JsonValue | undefined {
  if (shape.schema.default !== undefined) return shape.schema.default
  if (shape.kind === 'object') {
    const value: JsonObject = {}
    for (const { name, isRequired: isNeeded, shape: inner } of shape.properties) {
      const start = startOf(inner, isNeeded)
      if (start !== undefined) value[name] = start
    }
    return isRequired || Object.keys(value).length > 0 ? value : undefined
  }
  if (!isRequired) return undefined
  if (shape.kind === 'boolean') return false
  if (shape.kind === 'texts' || shape.kind === 'list' || shape.kind === 'choices') return []
  return undefined
}

/** Everything wrong with a value, by path. The server checks again, with the full language. */
export function validateValue(schema: JsonSchema, value: JsonValue | undefined): FormErrors {
  const errors: Record<string, string> = {}
  check(shapeOf(schema), value, true, '', errors)
  return errors
}

function check(
  shape: SchemaShape,
  value: JsonValue | undefined,
  isRequired: boolean,
  path: string,
  errors: Record<string, string>,
) {
  if (value === undefined || value === null || value === '') {
    if (isRequired) errors[path] = shape.kind === 'choice' ? 'Choose one' : 'Required'
    return
  }
  const problem = problemOf(shape, value)
  if (problem) {
    errors[path] = problem
    return
  }
  if (shape.kind === 'object' && isObject(value)) {
    for (const property of shape.properties) {
      const at = path ? `${path}.${property.name}` : property.name
      check(property.shape, value[property.name], property.isRequired, at, errors)
    }
  }
  if ((shape.kind === 'texts' || shape.kind === 'list') && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      check(shape.item, item, true, path ? `${path}.${index}` : String(index), errors)
    }
  }
}

function problemOf(shape: SchemaShape, value: JsonValue): string | undefined {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' ? textProblem(shape.schema, value) : 'Must be text'
    case 'number':
      return numberProblem(shape.schema, value, shape.isInteger)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Must be yes or no'
    case 'choice':
      return shape.choices.some((choice) => same(choice.value, value)) ? undefined : 'Choose one of the list'
    case 'choices':
    case 'texts':
    case 'list':
      return Array.isArray(value) ? listProblem(shape.schema, value) : 'Must be a list'
    case 'object':
      return isObject(value) ? undefined : 'Must be an object'
    case 'json':
      return undefined
  }
}

function textProblem(schema: JsonSchema, value: string): string | undefined {
  const length = [...value].length
  const { minLength, maxLength, pattern } = schema
  if (typeof minLength === 'number' && length < minLength) return `At least ${count(minLength, 'character')}`
  if (typeof maxLength === 'number' && length > maxLength)
    return `At most ${count(maxLength, 'character')}; this has ${length}`
  if (typeof pattern === 'string' && !matches(pattern, value)) return `Must match ${pattern}`
  if (schema.format === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return 'Must be an e-mail address'
  if ((schema.format === 'uri' || schema.format === 'url') && !URL.canParse(value)) {
    return 'Must be a full URL, such as https://example.org'
  }
  const isDate = schema.format === 'date' || schema.format === 'date-time'
  if (isDate && Number.isNaN(Date.parse(value))) return 'Must be a date'
  return undefined
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true // an unreadable pattern is the author's problem; the server names it
  }
}

function numberProblem(schema: JsonSchema, value: JsonValue, isInteger: boolean): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'Must be a number'
  if (isInteger && !Number.isInteger(value)) return 'Must be a whole number'
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (typeof minimum === 'number' && value < minimum) return `At least ${minimum}`
  if (typeof maximum === 'number' && value > maximum) return `At most ${maximum}`
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
    return `More than ${exclusiveMinimum}`
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
    return `Less than ${exclusiveMaximum}`
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    return `Must be a multiple of ${multipleOf}`
  return undefined
}

function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9
}

function listProblem(schema: JsonSchema, value: JsonValue[]): string | undefined {
  const { minItems, maxItems } = schema
  if (typeof minItems === 'number' && value.length < minItems) return `At least ${count(minItems, 'item')}`
  if (typeof maxItems === 'number' && value.length > maxItems) return `At most ${count(maxItems, 'item')}`
  const isRepeated =
    schema.uniqueItems === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length
  return isRepeated ? 'Each item may appear only once' : undefined
}

const count = (amount: number, noun: string) =>
  `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`

/** Whether two JSON values are equal. */
export function same(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
