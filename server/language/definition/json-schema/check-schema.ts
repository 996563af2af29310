import type { JsonValue } from '@/server/kernel/json'
import { nearest } from '../../expressions'
import { compilePattern, FORMATS } from './formats'
import { KEYWORDS, type KeywordShape, NOT_SUPPORTED, TYPES } from './keywords'

export interface SchemaProblem {
  path: (string | number)[]
  /** The problem is with the last key of `path` itself, not with its value. */
  atKey?: boolean
  message: string
  suggestion?: string
}

/** Everything in a JSON Schema that Pawl would not understand. Keywords that start with `x-` are notes. */
export function checkJsonSchema(schema: JsonValue): SchemaProblem[] {
  const problems: SchemaProblem[] = []
  checkSchema(schema, [], schema, problems)
  return problems
}

type Path = (string | number)[]

function checkSchema(schema: JsonValue, path: Path, root: JsonValue, problems: SchemaProblem[]): void {
  if (typeof schema === 'boolean' && path.length > 0) return
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    problems.push({
      path,
      message: 'A JSON Schema is a mapping.',
      suggestion:
        typeof schema === 'string' ? `Write \`{ type: ${asType(schema)} }\`.` : 'Write `{ type: string }`.',
    })
    return
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('x-')) continue
    const shape = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined
    if (shape === undefined) problems.push(unknownKeyword(keyword, path))
    else checkKeyword(keyword, shape, value, [...path, keyword], root, problems)
  }
}

function checkKeyword(
  keyword: string,
  shape: KeywordShape,
  value: JsonValue,
  path: Path,
  root: JsonValue,
  problems: SchemaProblem[],
): void {
  if (shape === 'schema') checkSchema(value, path, root, problems)
  else if (shape === 'schemas') {
    if (!Array.isArray(value) || value.length === 0) problems.push({ path, message: EXPECTED.schemas })
    else for (const [index, item] of value.entries()) checkSchema(item, [...path, index], root, problems)
  } else if (shape === 'schemaMap') {
    if (!isObject(value)) problems.push({ path, message: EXPECTED.schemaMap })
    else
      for (const [name, item] of Object.entries(value)) checkNamed(keyword, name, item, path, root, problems)
  } else if (keyword === '$ref') checkRef(value, path, root, problems)
  else if (keyword === 'format') checkFormat(value, path, problems)
  else if (shape === 'types') checkType(value, path, problems)
  else if (!FITS[shape](value)) problems.push({ path, message: EXPECTED[shape] })
}

function checkNamed(
  keyword: string,
  name: string,
  item: JsonValue,
  path: Path,
  root: JsonValue,
  problems: SchemaProblem[],
): void {
  if (keyword === 'patternProperties' && compilePattern(name) === undefined) {
    problems.push({ path: [...path, name], atKey: true, message: EXPECTED.pattern })
  }
  checkSchema(item, [...path, name], root, problems)
}

type PlainShape = Exclude<KeywordShape, 'schema' | 'schemas' | 'schemaMap' | 'types'>

const FITS: Record<PlainShape, (value: JsonValue) => boolean> = {
  names: isNames,
  nameMap: (value) => isObject(value) && Object.values(value).every(isNames),
  count: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  number: (value) => typeof value === 'number',
  positive: (value) => typeof value === 'number' && value > 0,
  text: (value) => typeof value === 'string',
  pattern: (value) => typeof value === 'string' && compilePattern(value) !== undefined,
  boolean: (value) => typeof value === 'boolean',
  values: (value) => Array.isArray(value) && value.length > 0,
  any: () => true,
}

const EXPECTED: Record<Exclude<KeywordShape, 'schema' | 'types'>, string> = {
  any: 'Expected a value.',
  schemas: 'Expected a list of schemas, at least one.',
  schemaMap: 'Expected a mapping of names to schemas.',
  names: 'Expected a list of names.',
  nameMap: 'Expected a mapping of names to lists of names.',
  count: 'Expected a whole number, 0 or more.',
  number: 'Expected a number.',
  positive: 'Expected a number above 0.',
  text: 'Expected a text.',
  pattern: 'This is not a valid regular expression.',
  boolean: 'Expected true or false.',
  values: 'Expected a list of values, at least one.',
}

function checkType(value: JsonValue, path: Path, problems: SchemaProblem[]): void {
  const types = Array.isArray(value) ? value : [value]
  if (types.length === 0) problems.push({ path, message: 'Expected at least one type.' })
  for (const [index, type] of types.entries()) {
    if (TYPES.some((known) => known === type)) continue
    problems.push({
      path: Array.isArray(value) ? [...path, index] : path,
      message: `${quote(type)} is not a type of JSON Schema.`,
      suggestion:
        type === null
          ? 'Write `"null"` with quotes.'
          : typeof type === 'string' && asType(type) !== 'string'
            ? `Write \`${asType(type)}\`.`
            : `Types are ${TYPES.join(', ')}.`,
    })
  }
}

const ALIASES: Record<string, string> = {
  int: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  bool: 'boolean',
  list: 'array',
  map: 'object',
  dict: 'object',
  text: 'string',
  str: 'string',
  date: 'string',
}

function asType(word: string): string {
  const type = word.toLowerCase()
  return ALIASES[type] ?? nearest(type, TYPES) ?? (TYPES.find((known) => known === type) || 'string')
}

function checkFormat(value: JsonValue, path: Path, problems: SchemaProblem[]): void {
  if (typeof value === 'string' && Object.hasOwn(FORMATS, value)) return
  const near = typeof value === 'string' ? nearest(value, Object.keys(FORMATS)) : undefined
  problems.push({
    path,
    message: `${quote(value)} is not a format that can be checked.`,
    suggestion: near ? `Did you mean \`${near}\`?` : `Formats are ${Object.keys(FORMATS).join(', ')}.`,
  })
}

function checkRef(value: JsonValue, path: Path, root: JsonValue, problems: SchemaProblem[]): void {
  if (typeof value === 'string' && findRef(value, root) !== undefined) return
  problems.push({
    path,
    message: `${quote(value)} leads nowhere.`,
    suggestion: 'A reference names a schema of the same document: `"#/$defs/name"`.',
  })
}

/** The value as its author would recognize it: a text or number as written, anything larger by its kind. */
function quote(value: JsonValue): string {
  if (Array.isArray(value)) return 'A list'
  return isObject(value) ? 'A mapping' : `\`${String(value)}\``
}

/** The schema that `#/$defs/name` (or `#`) names in `root`. */
export function findRef(ref: string, root: JsonValue): JsonValue | undefined {
  if (ref === '#') return root
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
  const defs = isObject(root) ? root.$defs : undefined
  return name !== undefined && isObject(defs) && Object.hasOwn(defs, name) ? defs[name] : undefined
}

function unknownKeyword(keyword: string, path: Path): SchemaProblem {
  const known = Object.hasOwn(NOT_SUPPORTED, keyword) ? NOT_SUPPORTED[keyword] : undefined
  const near = nearest(keyword, Object.keys(KEYWORDS))
  return {
    path: [...path, keyword],
    atKey: true,
    message: `\`${keyword}\` is not a keyword of JSON Schema that Pawl knows.`,
    suggestion: known ?? (near ? `Did you mean \`${near}\`?` : 'Notes of your own start with `x-`.'),
  }
}

function isNames(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
