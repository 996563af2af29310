import type { Expression } from 'acorn'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { type ScopeInfo, schemaOf } from '../../expressions'
import { writtenSchema } from '../document-schema'
import { KINDS } from '../kinds'
import { schemasAt } from '../schema-tree'
import type { ProblemDraft } from '../source/problems'
import type { ConfigPlace } from './texts'

/** A value of a known type, put as it is into a field that takes none of its kind. */
export function wrongType(
  ast: Expression,
  scope: ScopeInfo,
  { kind, path }: ConfigPlace,
): ProblemDraft | undefined {
  const schema = schemaOf(ast, scope)
  const given = schema && typesOf(schema)?.filter((type) => type !== 'null')
  if (given === undefined || given.length === 0) return undefined
  const accepted = acceptedTypes(schemasAt(writtenSchema(KINDS[kind].schema), path))
  if (accepted === undefined || given.some((type) => accepted.has(type))) return undefined
  const isText = accepted.has('string') && accepted.size === 1
  return {
    code: 'wrong_type',
    message: `Expected ${words([...accepted])}, but this is ${words(given)}.`,
    ...(isText ? { suggestion: 'Put it into a text, or name the field you mean.' } : {}),
  }
}

/** `undefined`: any. */
function acceptedTypes(schemas: JsonSchema[]): Set<string> | undefined {
  const accepted = new Set<string>()
  for (const schema of schemas) {
    // The alternatives stand in the list, too.
    if (['anyOf', 'oneOf', 'allOf', '$ref'].some((keyword) => schema[keyword] !== undefined)) continue
    const types = typesOf(schema)
    if (types === undefined) return undefined
    for (const type of types) accepted.add(type)
  }
  return accepted.size === 0 ? undefined : accepted
}

/** The JSON types of a schema's values; whole numbers count as numbers. `undefined`: not known. */
function typesOf(schema: JsonSchema): string[] | undefined {
  const { type, enum: options } = schema
  if (Array.isArray(options)) return options.map(typeOf)
  if (schema.const !== undefined) return [typeOf(schema.const)]
  if (type === undefined) return undefined
  return [type].flat().map((name) => (name === 'integer' ? 'number' : String(name)))
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

const WORDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
}

function words(types: string[]): string {
  return [...new Set(types.map((type) => WORDS[type] ?? type))].join(' or ')
}
