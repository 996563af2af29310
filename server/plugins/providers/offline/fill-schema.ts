import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { findJson, findLists, type Group } from './lists'
import { mostTelling, sentencesOf } from './summary'

interface Source {
  prompt: string
  /** What the provider would answer in text. */
  draft: string
  root: JsonSchema
  /** The JSON value in the prompt, if there is one. */
  json: JsonValue | undefined
  lists: Group[]
}

const MAX_DEPTH = 12
const LONGEST_WORD = 300

/**
 * A value of the schema's shape, from what the prompt says: equally named fields of JSON in it, lines
 * such as `name: value`, its lists, the draft for long texts, the word of an enum that stands in it.
 * The caller checks the result; a schema these rules cannot meet is told as such.
 */
export function fillSchema(schema: JsonSchema, prompt: string, draft: string): JsonValue {
  const json = findJson(prompt)
  return fill(schema, '', { prompt, draft, root: schema, json, lists: findLists(prompt, json) }, 0)
}

function fill(given: JsonSchema, name: string, source: Source, depth: number): JsonValue {
  const schema = resolve(given, source.root)
  if (depth > MAX_DEPTH) return null
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return fromEnum(schema.enum, name, source)
  const option = firstOption(schema)
  if (option) return fill(option, name, source, depth + 1)
  const said = saidInJson(name, source)
  switch (typeOf(schema)) {
    case 'object':
      return fillObject(schema, source, depth)
    case 'array':
      return fillArray(schema, name, source, depth)
    case 'integer':
    case 'number':
      return fillNumber(schema, name, source, said)
    case 'boolean':
      return typeof said === 'boolean'
        ? said
        : /^(true|yes|on)\b/i.test(saidInLine(name, source.prompt) ?? '')
    case 'null':
      return null
    default:
      return fillString(schema, name, source, said)
  }
}

function fillObject(schema: JsonSchema, source: Source, depth: number): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {}
  const result: JsonObject = {}
  for (const [name, property] of Object.entries(properties))
    if (isObject(property)) result[name] = fill(property, name, source, depth + 1)
  return result
}

function fillArray(schema: JsonSchema, name: string, source: Source, depth: number): JsonValue[] {
  const items = isObject(schema.items) ? resolve(schema.items, source.root) : {}
  const max = typeof schema.maxItems === 'number' ? schema.maxItems : Number.POSITIVE_INFINITY
  const min = typeof schema.minItems === 'number' ? schema.minItems : 0
  const { lists } = source
  const named = lists.filter((list) => name !== '' && sameWord(list.heading, name))
  const entries = (named.length > 0 ? named : lists).flatMap((list) => list.entries)
  const isText = typeOf(items) === 'string' && items.enum === undefined
  const values: JsonValue[] = isText ? entries.slice(0, max) : []
  if (isText && values.length === 0) values.push(...mostTelling(sentencesOf(source.prompt), Math.min(max, 3)))
  while (values.length < min) values.push(fill(items, name, source, depth + 1))
  return values
}

function fillNumber(schema: JsonSchema, name: string, source: Source, said: JsonValue | undefined): number {
  const line = /-?\d+(?:\.\d+)?/.exec(saidInLine(name, source.prompt) ?? '')?.[0]
  const found = typeof said === 'number' ? said : line === undefined ? undefined : Number(line)
  const fallback = typeof schema.default === 'number' ? schema.default : 0
  const min = typeof schema.minimum === 'number' ? schema.minimum : Number.NEGATIVE_INFINITY
  const max = typeof schema.maximum === 'number' ? schema.maximum : Number.POSITIVE_INFINITY
  const value = Math.min(max, Math.max(min, found ?? fallback))
  return schema.type === 'integer' ? Math.round(value) : value
}

function fillString(schema: JsonSchema, name: string, source: Source, said: JsonValue | undefined): string {
  const text = stringFor(schema, name, source, said)
  const max = typeof schema.maxLength === 'number' ? schema.maxLength : undefined
  if (max === undefined || text.length <= max) return text
  return max > 1 ? `${text.slice(0, max - 1)}…` : text.slice(0, max)
}

function stringFor(schema: JsonSchema, name: string, source: Source, said: JsonValue | undefined): string {
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : formatPattern(schema.format)
  if (typeof said === 'string' && said !== '') return said
  const line = saidInLine(name, source.prompt)
  if (line !== undefined) return line
  if (pattern !== undefined) return firstMatch(pattern, source.prompt)
  if (typeof schema.default === 'string') return schema.default
  if (/title|subject|heading|headline/i.test(name))
    return /^#\s+(.+)$/m.exec(source.draft)?.[1] ?? mostTelling(sentencesOf(source.prompt), 1)[0] ?? ''
  return source.draft.trim()
}

/** The value that is said under its name, otherwise the first that stands in the prompt as a word. */
function fromEnum(values: JsonValue[], name: string, source: Source): JsonValue {
  const said = saidInJson(name, source) ?? saidInLine(name, source.prompt)
  const same = values.find((value) => String(value).toLowerCase() === String(said).toLowerCase())
  if (same !== undefined) return same
  const words = new Set(source.prompt.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? [])
  return values.find((value) => words.has(String(value).toLowerCase())) ?? values[0] ?? null
}

function saidInJson(name: string, { json }: Source): JsonValue | undefined {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined
}

function saidInLine(name: string, prompt: string): string | undefined {
  if (name === '') return undefined
  const spelled = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .split(' ')
  const label = spelled.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[ _-]?')
  return new RegExp(`^[ \\t]*(?:[-*] )?\\**${label}\\**[ \\t]*[:=][ \\t]*(\\S.*)$`, 'im')
    .exec(prompt)?.[1]
    ?.trim()
}

function formatPattern(format: JsonValue | undefined): string | undefined {
  switch (format) {
    case 'email':
      return '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+'
    case 'uri':
    case 'url':
      return 'https?://[^\\s<>"\')]+'
    case 'date':
      return '\\d{4}-\\d{2}-\\d{2}'
    case 'date-time':
      return '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:\\d{2})'
    default:
      return undefined
  }
}

/** A whole word first (patterns are often anchored), otherwise the match itself, without a sentence's end. */
function firstMatch(pattern: string, text: string): string {
  const regex = new RegExp(pattern, 'u')
  const words = text
    .split(/[\s,;"'<>()]+/)
    .filter((word) => word.length <= LONGEST_WORD)
    .map(withoutEnd)
  return (
    words.find((word) => word !== '' && regex.test(word)) ??
    withoutEnd((regex.exec(text)?.[0] ?? '').slice(0, LONGEST_WORD))
  )
}

function withoutEnd(word: string): string {
  return word.replace(/[.!?:]+$/, '')
}

function firstOption(schema: JsonSchema): JsonSchema | undefined {
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[key])) {
      const options = schema[key].filter(isObject)
      return options.find((option) => option.type !== 'null') ?? options[0]
    }
  return undefined
}

function typeOf(schema: JsonSchema): string {
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type
  if (typeof type === 'string') return type
  if (schema.properties !== undefined) return 'object'
  return schema.items !== undefined ? 'array' : 'string'
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = typeof schema.$ref === 'string' ? /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1] : undefined
  const target = name !== undefined && isObject(root.$defs) ? root.$defs[name] : undefined
  return isObject(target) ? target : schema
}

function sameWord(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return plain(a) === plain(b)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
