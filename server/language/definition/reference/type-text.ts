import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  array: 'list',
  object: 'mapping',
  null: 'nothing',
}

/** What may be written for a schema, in a few words. */
export function typeText(schema: JsonSchema): string {
  if (schema.$ref === '#/$defs/undo') return 'step'
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (isDuration(schema)) return 'duration'
  const options = optionsOf(schema)
  if (options.length > 0) return isCondition(options) ? 'expression' : alternatives(options)
  if (Array.isArray(schema.type)) return severalTypes(schema.type)
  if (schema.type === 'array') return listText(schema)
  if (schema.type === 'object') return mappingText(schema)
  return schema.type === undefined ? 'any value' : nameOf(schema.type)
}

export function optionsOf({ anyOf, oneOf }: JsonSchema): JsonObject[] {
  const options = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  return options.filter(isObject)
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listText({ items }: JsonSchema): string {
  if (!isObject(items) || Object.keys(items).length === 0) return 'list'
  if (items.$ref === '#/$defs/step') return 'steps'
  return `list of ${plural(typeText(items))}`
}

function mappingText({ properties, additionalProperties }: JsonSchema): string {
  if (isObject(properties) || !isObject(additionalProperties)) return 'mapping'
  const inner = typeText(additionalProperties)
  return inner === 'any value' ? 'mapping' : `${plural(inner)} by name`
}

function alternatives(options: JsonObject[]): string {
  return [...new Set(options.map(typeText))].join(' or ')
}

function isDuration({ type, pattern }: JsonSchema): boolean {
  return type === 'string' && typeof pattern === 'string' && pattern.includes('[smhdw]')
}

/** Numbers, and true and false, are taken as text where text may stand. */
function severalTypes(types: JsonValue[]): string {
  if (types.includes('object')) return 'any value'
  return types.includes('string') ? 'text' : [...new Set(types.map(nameOf))].join(' or ')
}

const PLURALS: Record<string, string> = {
  text: 'texts',
  mapping: 'mappings',
  number: 'numbers',
  'whole number': 'whole numbers',
  steps: 'lists of steps',
}

function plural(type: string): string {
  return PLURALS[type] ?? (type.includes(' or ') ? `(${type})` : type)
}

/** Conditions may be written as `true` and `false`, too. */
function isCondition(options: JsonObject[]): boolean {
  return options.length === 2 && options[0]?.type === 'string' && options[1]?.type === 'boolean'
}

function nameOf(type: JsonValue): string {
  return TYPES[String(type)] ?? String(type)
}
