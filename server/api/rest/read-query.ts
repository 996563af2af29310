import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { isDeeperThan } from '@/server/kernel/json-depth'
import { nearest } from '@/server/language/expressions'
import { type InputFields, itemsOf, typesOf } from './input-schema'

const MAX_DEPTH = 100

type Issue = { path: string; message: string }

/** A query string as the input's own types. A parameter nobody knows is an error, so that typos show. */
export function readQuery(query: URLSearchParams, fields: InputFields): JsonObject {
  const issues: Issue[] = []
  const values: JsonObject = {}
  for (const name of new Set(query.keys())) {
    const schema = Object.hasOwn(fields.properties, name) ? fields.properties[name] : undefined
    if (!schema || !fields.open.includes(name)) issues.push(unknownField(name, fields.open, 'parameter'))
    else readField(name, query.getAll(name), schema, fields, values, issues)
  }
  refuse(issues, 'query')
  return values
}

/** The text of a path parameter as its field's type. */
export function readPathParams(params: Record<string, string>, fields: InputFields): JsonObject {
  const issues: Issue[] = []
  const values: JsonObject = {}
  for (const [name, text] of Object.entries(params))
    readField(name, [text], fields.properties[name] ?? {}, fields, values, issues)
  refuse(issues, 'path')
  return values
}

export function unknownField(name: string, known: readonly string[], noun: string): Issue {
  const near = nearest(name, known)
  const all = known.length > 0 ? `Known: ${known.join(', ')}.` : `There are none.`
  return {
    path: name.slice(0, 200),
    message: `There is no ${noun} of this name. ${near ? `Did you mean ${near}?` : all}`,
  }
}

export function refuse(issues: readonly Issue[], part: string): void {
  const [first] = issues
  if (!first) return
  const where = first.path ? `${first.path}: ` : ''
  throw new AppError('invalid_input', `The ${part} is not valid. ${where}${first.message}`, {
    details: { issues },
  })
}

function readField(
  name: string,
  texts: readonly string[],
  schema: JsonSchema,
  { definitions }: InputFields,
  values: JsonObject,
  issues: Issue[],
): void {
  const types = typesOf(schema, definitions)
  const isList = types.has('array')
  if (!isList && texts.length > 1) {
    issues.push({ path: name, message: 'It is given more than once; it takes one value.' })
    return
  }
  const wanted = isList ? typesOf(itemsOf(schema, definitions), definitions) : types
  const read = texts.map((text) => readValue(text, wanted))
  const problem = read.find((result) => 'problem' in result)
  if (problem && 'problem' in problem) {
    issues.push({ path: name, message: problem.problem })
    return
  }
  const found = read.flatMap((result) => ('value' in result ? [result.value] : []))
  values[name] = isList ? found : (found[0] ?? null)
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

function readValue(text: string, types: ReadonlySet<string>): { value: JsonValue } | { problem: string } {
  if (types.size === 0 || types.has('string')) return { value: text }
  if (types.has('number') || types.has('integer')) {
    if (NUMBER.test(text)) return { value: Number(text) }
    return { problem: types.has('number') ? 'Write a number.' : 'Write a whole number.' }
  }
  if (types.has('boolean')) {
    if (text === 'true' || text === 'false') return { value: text === 'true' }
    return { problem: 'Write true or false.' }
  }
  if (isDeeperThan(text, MAX_DEPTH)) return { problem: `It nests deeper than ${MAX_DEPTH} levels.` }
  try {
    // JSON.parse makes nothing but JSON values.
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return { problem: 'Write it as JSON.' }
  }
}
