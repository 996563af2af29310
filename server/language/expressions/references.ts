import type { AnyNode, Expression, Program } from 'acorn'
import type { JsonObject } from '@/server/kernel/json'
import { memberPath } from './member-path'
import { childNodes } from './parse'

/** What an expression reads from its scope. */
export interface References {
  roots: Set<string>
  /** Ids read as `steps.<id>`; absent when a step is chosen at run time, so all are needed. */
  steps: Set<string> | undefined
  secrets: Set<string>
  /** Names read as `vars.<name>`; absent when one is chosen at run time, so all are needed. */
  vars: Set<string> | undefined
}

/** Of an expression, or of the program of a `code` step: there a name of its own counts, too. */
export function referencesOf(ast: Expression | Program): References {
  const references: References = {
    roots: new Set(),
    steps: new Set(),
    secrets: new Set(),
    vars: new Set(),
  }
  collect(ast, references)
  return references
}

/** The part of the scope that an expression reads, so that a large run does not travel with each one. */
export function scopeFor(references: References, scope: JsonObject): JsonObject {
  const part: JsonObject = {}
  for (const root of references.roots) {
    const value = Object.hasOwn(scope, root) ? scope[root] : undefined
    if (value === undefined) continue
    const picks = root === 'steps' ? references.steps : undefined
    part[root] = picks === undefined || !isObject(value) ? value : pick(value, picks)
  }
  return part
}

function collect(node: AnyNode, references: References): void {
  if (node.type === 'MemberExpression') {
    const path = memberPath(node)
    if (path !== undefined) {
      const name = path.segments[0]?.name
      references.roots.add(path.root.name)
      if (path.root.name === 'steps') {
        if (name === undefined) references.steps = undefined
        else references.steps?.add(String(name))
      }
      if (path.root.name === 'secrets' && typeof name === 'string') references.secrets.add(name)
      if (path.root.name === 'vars') {
        if (name === undefined) references.vars = undefined
        else references.vars?.add(String(name))
      }
      for (const computed of path.computed) collect(computed, references)
      return
    }
  }
  if (node.type === 'Identifier') {
    references.roots.add(node.name)
    if (node.name === 'steps') references.steps = undefined
    if (node.name === 'vars') references.vars = undefined
    return
  }
  for (const child of valueNodes(node)) collect(child, references)
}

/** Without the names of fields, which are no names of the scope. */
function valueNodes(node: AnyNode): AnyNode[] {
  const isKeyed =
    node.type === 'Property' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition'
  const name = isKeyed ? node.key : node.type === 'MemberExpression' ? node.property : undefined
  const isName = name !== undefined && 'computed' in node && !node.computed && !isShorthand(node)
  return isName ? childNodes(node).filter((child) => child !== name) : childNodes(node)
}

function isShorthand(node: AnyNode): boolean {
  return node.type === 'Property' && node.shorthand
}

function pick(value: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)))
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
