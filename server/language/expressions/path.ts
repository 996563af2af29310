import type { Expression } from 'acorn'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { parseExpression } from './parse'

/** `steps.a.output.b[0]` as `['steps', 'a', 'output', 'b', 0]`. */
export type Path = [string, ...(string | number)[]]

/** The segments of a plain path, `undefined` when the expression is anything more. */
export function readPath(source: string): Path | undefined {
  const parsed = parseExpression(source)
  return parsed.ok ? pathOf(parsed.ast) : undefined
}

/** The same for a parsed expression. Optional chaining (`?.`) is not a plain path. */
export function pathOf(ast: Expression): Path | undefined {
  const segments: (string | number)[] = []
  let node: Expression = ast
  while (node.type === 'MemberExpression') {
    const segment = segmentOf(node.computed, node.property)
    if (segment === undefined || node.optional || node.object.type === 'Super') return undefined
    segments.unshift(segment)
    node = node.object
  }
  return node.type === 'Identifier' ? [node.name, ...segments] : undefined
}

export type PathValue =
  | { kind: 'value'; value: JsonValue | undefined }
  | { kind: 'failed'; message: string }
  /** A name that JavaScript inherits (`length` of a text is read, `toString` is not): ask the sandbox. */
  | { kind: 'inherited' }

/** Reads a path as JavaScript would: own fields only; a field of nothing is an error that names it. */
export function resolvePath(path: Path, scope: JsonObject): PathValue {
  let value: JsonValue | undefined = scope
  for (const [index, segment] of path.entries()) {
    if (value === undefined || value === null) {
      const owner = formatPath(path.slice(0, index))
      return { kind: 'failed', message: `\`${owner}\` is ${value}, so it has no \`${segment}\`.` }
    }
    if (segment === 'length' && (typeof value === 'string' || Array.isArray(value))) value = value.length
    else if (typeof value === 'string' && typeof segment === 'number') value = value[segment]
    else if (typeof value !== 'object') return { kind: 'inherited' }
    else if (Object.hasOwn(value, segment)) value = ownField(value, segment)
    else if (segment in value) return { kind: 'inherited' }
    else value = undefined
  }
  return { kind: 'value', value }
}

export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, segment, index) => {
    if (typeof segment === 'number') return `${text}[${segment}]`
    if (index === 0) return segment
    return IDENTIFIER.test(segment) ? `${text}.${segment}` : `${text}[${JSON.stringify(segment)}]`
  }, '')
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

function ownField(value: JsonObject | JsonValue[], segment: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(segment)]
  return value[segment]
}

function segmentOf(computed: boolean, property: AnyProperty): string | number | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  if (property.type !== 'Literal') return undefined
  if (typeof property.value === 'string') return property.value
  const isIndex =
    typeof property.value === 'number' && Number.isInteger(property.value) && property.value >= 0
  return isIndex ? Number(property.value) : undefined
}

type AnyProperty = Extract<Expression, { type: 'MemberExpression' }>['property']
