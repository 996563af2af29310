import type { AnyNode } from 'acorn'
import { memberPath } from './member-path'
import { childNodes } from './parse'
import type { NamePath } from './scope'

/** Paths that the code looks at before it goes on: in `a && b`, `a ? b : c`, `if (a)` and their like. */
export function testedPaths(ast: AnyNode): NamePath[] {
  const tests: NamePath[] = []
  collectTests(ast, tests)
  return tests
}

/** Every path that a piece of code reads. */
export function memberPathsIn(ast: AnyNode): NamePath[] {
  const paths: NamePath[] = []
  collectPaths(ast, paths)
  return paths
}

/**
 * Whether one of the tests is about this path: it, something inside it, or something that stands beside it.
 * `steps.a.status` says whether there is a `steps.a.output`, and `loop.index` whether there is a `loop.previous`.
 */
export function isTested(path: NamePath, tests: readonly NamePath[]): boolean {
  return tests.some((test) => {
    const shared = Math.min(test.length, path.length - 1)
    return test.length > 1 && path.slice(0, shared).every((name, index) => name === test[index])
      ? test.length <= path.length || test[path.length - 1] === path.at(-1)
      : false
  })
}

function collectTests(node: AnyNode, tests: NamePath[]): void {
  if (node.type === 'LogicalExpression') collectPaths(node.left, tests)
  if (node.type === 'ConditionalExpression' || node.type === 'IfStatement') collectPaths(node.test, tests)
  if (node.type === 'WhileStatement') collectPaths(node.test, tests)
  for (const child of childNodes(node)) collectTests(child, tests)
}

function collectPaths(node: AnyNode, paths: NamePath[]): void {
  if (node.type === 'MemberExpression') {
    const path = memberPath(node)
    if (path !== undefined) {
      paths.push(knownPart(path.root.name, path.segments))
      for (const computed of path.computed) collectPaths(computed, paths)
      return
    }
  }
  if (node.type === 'Identifier') paths.push([node.name])
  for (const child of childNodes(node)) collectPaths(child, paths)
}

function knownPart(root: string, segments: { name?: string | number }[]): NamePath {
  const names: (string | number)[] = [root]
  for (const { name } of segments) {
    if (name === undefined) break
    names.push(name)
  }
  return names
}
