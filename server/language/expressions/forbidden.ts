import type { AnyNode } from 'acorn'
import type { CodeMode } from './parse'

/** Syntax that has no place in an expression or a program, with what to do instead. */
export function forbiddenSyntax(
  node: AnyNode,
  local: ReadonlySet<string>,
  mode: CodeMode,
): { message: string; suggestion?: string } | undefined {
  switch (node.type) {
    case 'ImportExpression':
    case 'MetaProperty':
      return { message: 'There is nothing to import here.', suggestion: 'JavaScript itself is all there is.' }
    case 'AwaitExpression':
      return mode === 'program'
        ? undefined
        : { message: 'Nothing can be awaited here.', suggestion: 'Use a step for work that takes time.' }
    case 'ThisExpression':
    case 'Super':
      return mode === 'program' ? undefined : { message: 'There is no `this` in an expression.' }
    case 'AssignmentExpression':
      return changesScope(node.left, local) ? assignment(mode) : undefined
    case 'UpdateExpression':
      return changesScope(node.argument, local) ? assignment(mode) : undefined
    case 'UnaryExpression':
      return node.operator === 'delete' && changesScope(node.argument, local) ? assignment(mode) : undefined
    case 'MemberExpression':
    case 'NewExpression':
    case 'CallExpression':
      return mode === 'program' ? undefined : nondeterministic(node, local)
    default:
      return undefined
  }
}

function assignment(mode: CodeMode) {
  if (mode === 'program') {
    return {
      message: 'What a step gets cannot be changed.',
      suggestion: 'Declare a variable with `const` or `let`, and `return` the new value.',
    }
  }
  return {
    message: 'An expression computes a value; it cannot change one.',
    suggestion: 'To compare, write `==`. To keep a new value, use a `set` step.',
  }
}

function changesScope(target: AnyNode, local: ReadonlySet<string>): boolean {
  let node = target
  while (node.type === 'MemberExpression') node = node.object
  if (node.type === 'Identifier') return !local.has(node.name)
  return false
}

/** Time and chance would give another result when a run is repeated; programs get ones that do not. */
function nondeterministic(node: AnyNode, local: ReadonlySet<string>) {
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && !node.computed) {
    const { object, property } = node
    const name = property.type === 'Identifier' ? `${object.name}.${property.name}` : ''
    if ((name === 'Date.now' || name === 'Math.random') && !local.has(object.name))
      return refused(`${name}()`)
  }
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    const isNow = node.callee.name === 'Date' && node.arguments.length === 0 && !local.has('Date')
    if (isNow) return refused('new Date()')
  }
  return undefined
}

function refused(what: string) {
  return {
    message: `\`${what}\` gives another value each time, so a run could not be repeated.`,
    suggestion: 'Use `run.startedAt` for the time of the run.',
  }
}
