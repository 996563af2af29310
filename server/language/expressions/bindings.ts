import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn'
import { childNodes } from './parse'

type FunctionNode = ArrowFunctionExpression | FunctionExpression | FunctionDeclaration

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  )
}

/**
 * Every name a function binds anywhere inside: parameters, variables of all its blocks, its own name.
 * Wider than JavaScript's block scopes, so a name is at worst taken for known, never wrongly refused.
 */
export function bindingsOf(node: FunctionNode): string[] {
  const names = node.params.flatMap(patternNames)
  if (node.id) names.push(node.id.name)
  if (node.type !== 'ArrowFunctionExpression') names.push('arguments')
  collect(node.body, names)
  return names
}

/** Every name a piece of code declares, outside of the functions in it. */
export function declaredIn(node: AnyNode): string[] {
  const names: string[] = []
  collect(node, names)
  return names
}

/** Names bound by a pattern such as `{ a, b: [c], ...rest }`. */
export function patternNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'RestElement':
      return patternNames(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? patternNames(element) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === 'Property' ? property.value : property),
      )
    default:
      return []
  }
}

function collect(node: AnyNode, names: string[]): void {
  if (node.type === 'VariableDeclarator') names.push(...patternNames(node.id))
  if (node.type === 'CatchClause' && node.param) names.push(...patternNames(node.param))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
    if (node.id) names.push(node.id.name)
  }
  if (isFunction(node)) return
  for (const child of childNodes(node)) collect(child, names)
}
