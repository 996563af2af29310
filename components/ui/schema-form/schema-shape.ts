import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

interface Common {
  schema: JsonSchema
  /** `title`, else the property's name made readable. */
  label: string
  hint: string | undefined
  placeholder: string | undefined
  isReadOnly: boolean
}

export type TextFormat = 'plain' | 'multiline' | 'email' | 'url' | 'password' | 'date' | 'date-time' | 'time'

export interface Choice {
  value: JsonValue
  label: string
}

export interface PropertyShape {
  name: string
  isRequired: boolean
  shape: SchemaShape
}

/** What a form draws for a schema. What no control fits is edited as JSON. */
export type SchemaShape = Common &
  (
    | { kind: 'text'; format: TextFormat }
    | { kind: 'number'; isInteger: boolean }
    | { kind: 'boolean' }
    | { kind: 'choice'; choices: Choice[] }
    | { kind: 'choices'; choices: Choice[] }
    | { kind: 'texts'; item: SchemaShape }
    | { kind: 'list'; item: SchemaShape }
    | { kind: 'object'; properties: PropertyShape[] }
    | { kind: 'json' }
  )

const DEPTH_MAX = 8

/** Reads a JSON Schema (2020-12, the part that forms need; `$ref` within the document) into a shape. */
export function shapeOf(schema: JsonSchema, name = '', root: JsonSchema = schema, depth = 0): SchemaShape {
  const own = resolve(schema, root)
  const common: Common = {
    schema: own,
    label: text(own.title) ?? humanize(name),
    hint: text(own.description),
    placeholder: Array.isArray(own.examples) ? exampleOf(own.examples[0]) : undefined,
    isReadOnly: own.readOnly === true,
  }
  if (depth > DEPTH_MAX) return { ...common, kind: 'json' }
  const choices = choicesOf(own)
  if (choices) return { ...common, kind: 'choice', choices }
  switch (typeOf(own)) {
    case 'string':
      return { ...common, kind: 'text', format: formatOf(own) }
    case 'integer':
      return { ...common, kind: 'number', isInteger: true }
    case 'number':
      return { ...common, kind: 'number', isInteger: false }
    case 'boolean':
      return { ...common, kind: 'boolean' }
    case 'array':
      return arrayShape(common, root, depth)
    case 'object':
      return objectShape(common, root, depth)
    default:
      return { ...common, kind: 'json' }
  }
}

function arrayShape(common: Common, root: JsonSchema, depth: number): SchemaShape {
  const items = object(common.schema.items)
  if (!items) return { ...common, kind: 'json' }
  const item = shapeOf(items, '', root, depth + 1)
  if (item.kind === 'choice') return { ...common, kind: 'choices', choices: item.choices }
  if (item.kind === 'text' && item.format !== 'multiline') return { ...common, kind: 'texts', item }
  return { ...common, kind: 'list', item }
}

function objectShape(common: Common, root: JsonSchema, depth: number): SchemaShape {
  const properties = object(common.schema.properties)
  if (!properties) return { ...common, kind: 'json' }
  const required = Array.isArray(common.schema.required) ? common.schema.required : []
  const shapes = Object.entries(properties).flatMap(([name, schema]): PropertyShape[] => {
    const own = object(schema)
    return own
      ? [{ name, isRequired: required.includes(name), shape: shapeOf(own, name, root, depth + 1) }]
      : []
  })
  return { ...common, kind: 'object', properties: shapes }
}

function choicesOf(schema: JsonSchema): Choice[] | undefined {
  if (Array.isArray(schema.enum)) {
    const names = Array.isArray(schema['x-labels']) ? schema['x-labels'] : []
    return schema.enum.map((value, index) => ({ value, label: text(names[index]) ?? labelOf(value) }))
  }
  const variants = Array.isArray(schema.oneOf) ? schema.oneOf.map(object) : []
  if (variants.length === 0 || variants.some((variant) => variant?.const === undefined)) return undefined
  return variants.flatMap((variant) =>
    variant?.const === undefined
      ? []
      : [{ value: variant.const, label: text(variant.title) ?? labelOf(variant.const) }],
  )
}

function typeOf(schema: JsonSchema): string | undefined {
  if (Array.isArray(schema.type)) return text(schema.type.find((type) => type !== 'null'))
  if (schema.type !== undefined) return text(schema.type)
  if (schema.properties) return 'object'
  return schema.items ? 'array' : undefined
}

const MULTILINE_FROM_LENGTH = 200

function formatOf(schema: JsonSchema): TextFormat {
  const isLong = typeof schema.maxLength === 'number' && schema.maxLength > MULTILINE_FROM_LENGTH
  const isMarkdown = schema.contentMediaType === 'text/markdown'
  const format = text(schema.format)
  if (
    format === 'email' ||
    format === 'password' ||
    format === 'date' ||
    format === 'date-time' ||
    format === 'time'
  ) {
    return format
  }
  if (format === 'uri' || format === 'url') return 'url'
  if (format === 'textarea' || format === 'markdown' || isMarkdown || schema['x-multiline'] === true)
    return 'multiline'
  return isLong || text(schema.default)?.includes('\n') ? 'multiline' : 'plain'
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema
  for (let hops = 0; hops < DEPTH_MAX; hops += 1) {
    const ref = text(current.$ref)
    if (!ref?.startsWith('#/')) return current
    const target = ref
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<JsonObject | undefined>((at, part) => object(at?.[part]), root)
    if (!target) return current
    const { $ref: _, ...rest } = current
    current = { ...target, ...rest }
  }
  return current
}

function humanize(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const labelOf = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value))

const exampleOf = (value: JsonValue | undefined) => (value === undefined ? undefined : labelOf(value))

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function object(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}
