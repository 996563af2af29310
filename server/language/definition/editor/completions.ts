import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { STEP_KINDS } from '@/server/language/contracts'
import { type Surroundings, understand } from '../check/understand'
import { documentSchema } from '../document-schema'
import { FORMATS } from '../json-schema/formats'
import { KEYWORDS, TYPES } from '../json-schema/keywords'
import { propertyNamesAt, schemasAt } from '../schema-tree'
import { type Cursor, cursorAt } from './cursor'
import { expressionCompletions, expressionPrefix } from './expression-completions'
import { stepAt } from './places'
import { isStepPath } from './step-places'

export interface Completion {
  label: string
  /** One line beside the label. */
  detail?: string
  /** What is inserted instead of the label. */
  apply?: string
  type: 'keyword' | 'property' | 'enum' | 'variable' | 'constant' | 'type'
}

export interface Completions {
  /** The offset from which the typed word is replaced. */
  from: number
  items: Completion[]
}

/** What can be written at an offset of a document: keys, values, step ids, names in expressions. */
export function completionsAt(source: string, offset: number, surroundings?: Surroundings): Completions {
  const prefix = expressionPrefix(source, offset)
  if (prefix !== undefined) return expressionCompletions(source, offset, prefix, surroundings)
  const cursor = cursorAt(source, offset)
  if (cursor === undefined) return { from: offset, items: [] }
  return { from: cursor.from, items: itemsFor(cursor, source, offset) }
}

function itemsFor(cursor: Cursor, source: string, offset: number): Completion[] {
  const { path, place } = cursor
  if (path.at(path.at(-1) === 0 ? -2 : -1) === 'needs') return stepIds(source, offset)
  if (isInSchema(path)) return schemaItems(cursor)
  if (place.kind === 'value') return valueItems(path)
  const taken = new Set(place.siblings)
  const hasKind = STEP_KINDS.some((kind) => taken.has(kind))
  const root = documentSchema()
  return propertyNamesAt(root, path)
    .filter((name) => !taken.has(name) && !(hasKind && isStepPath(path) && isKind(name)))
    .map((name) => keyItem(name, schemasAt(root, [...path, name]), place, isStepPath(path) && isKind(name)))
}

function keyItem(
  name: string,
  schemas: JsonSchema[],
  place: Extract<Cursor['place'], { kind: 'key' }>,
  isKindKey: boolean,
): Completion {
  const detail = firstLine(textOf(schemas, isKindKey ? 'title' : 'description'))
  const isText = schemas.some(({ type }) => type === 'string')
  const isNested = schemas.some(({ type }) => type === 'object' || type === 'array') && !isText
  const newLine = `\n${' '.repeat(place.column + 2)}`
  const isList =
    schemas.some(({ type }) => type === 'array') && !schemas.some(({ type }) => type === 'object')
  const apply = isNested && !place.isFlow ? `${name}:${newLine}${isList ? '- ' : ''}` : `${name}: `
  return { label: name, ...(detail ? { detail } : {}), apply, type: isKindKey ? 'keyword' : 'property' }
}

function valueItems(path: (string | number)[]): Completion[] {
  const schemas = schemasAt(documentSchema(), path)
  const values = schemas.flatMap((schema) => [
    ...listOf(schema.enum),
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.type === 'boolean' ? [true, false] : []),
    ...listOf(schema.examples),
  ])
  const preset = schemas.map((schema) => schema.default).find((value) => value !== undefined)
  return [...new Set(values.map(String))].map((label) => ({
    label,
    type: 'enum',
    ...(String(preset) === label ? { detail: 'default' } : {}),
  }))
}

/** Ids of the steps of the same list, for `needs`. */
function stepIds(source: string, offset: number): Completion[] {
  const understood = understand(source)
  const step = understood.root && stepAt(understood, offset)
  const list = step?.list.steps ?? (understood.root ? understood.top.steps : [])
  return list.flatMap((other) =>
    other === step || other.id === undefined
      ? []
      : [{ label: other.id, type: 'variable' as const, ...(other.kind ? { detail: other.kind } : {}) }],
  )
}

/** Inputs, a step's `output` and an approval's `form` are written in JSON Schema. */
function isInSchema(path: (string | number)[]): boolean {
  if (path[0] === 'inputs') return path.length > 1
  return path.some((name, index) => {
    if (name === 'form') return path[index - 1] === 'approval'
    return name === 'output' && index > 0 && isStepPath(path.slice(0, index))
  })
}

function schemaItems({ path, place }: Cursor): Completion[] {
  const last = path.at(-1)
  if (place.kind === 'value') {
    if (last === 'type' || path.at(-2) === 'type') return TYPES.map((label) => ({ label, type: 'type' }))
    if (last === 'format')
      return Object.entries(FORMATS).map(([label, { example }]) => ({ label, detail: example, type: 'enum' }))
    return last !== undefined && KEYWORDS[String(last)] === 'boolean' ? BOOLEANS : []
  }
  // Below `properties` and `$defs` the author chooses the names.
  if (last === 'properties' || last === '$defs') return []
  return Object.keys(KEYWORDS)
    .filter((name) => !name.startsWith('$') && !place.siblings.includes(name))
    .map((label) => ({ label, apply: `${label}: `, type: 'property' }))
}

const BOOLEANS: Completion[] = [
  { label: 'true', type: 'enum' },
  { label: 'false', type: 'enum' },
]

function isKind(name: string): boolean {
  return STEP_KINDS.some((kind) => kind === name)
}

function textOf(schemas: JsonObject[], key: string): string {
  const text = schemas.map((schema) => schema[key]).find((value) => typeof value === 'string')
  return typeof text === 'string' ? text : ''
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}
