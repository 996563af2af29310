import type { Expression } from 'acorn'
import type { JsonSchema } from '@/server/kernel/json'
import { memberPath } from './member-path'
import { fieldOf } from './schema-fields'
import type { ScopeInfo } from './scope'
import { stepSchema } from './step-schema'

/** What is known of the value that a path gives; `undefined` for anything but a path, and where nothing is known. */
export function schemaOf(ast: Expression, scope: ScopeInfo): JsonSchema | undefined {
  if (ast.type === 'Identifier') return scope.names.get(ast.name)
  const node = ast.type === 'ChainExpression' ? ast.expression : ast
  const path = node.type === 'MemberExpression' ? memberPath(node) : undefined
  if (path === undefined) return undefined
  const [first, ...others] = path.segments
  const isStep = path.root.name === 'steps'
  let current = isStep ? stepAt(first?.name, scope) : scope.names.get(path.root.name)
  for (const { name } of isStep ? others : path.segments) {
    if (current === undefined || name === undefined) return undefined
    const field = fieldOf(current, name)
    current = field.kind === 'known' ? field.schema : undefined
  }
  return current
}

function stepAt(id: string | number | undefined, scope: ScopeInfo): JsonSchema | undefined {
  const found = id === undefined ? undefined : scope.steps.find(String(id))
  return found?.kind === 'visible' ? stepSchema(found.output) : undefined
}
