import { type Document, isMap, isScalar, type Pair, visit, type YAMLMap } from 'yaml'
import { isStepPath } from './step-places'

/** What a step is and when it runs; then, at `*`, what it does; then what surrounds that. */
const ORDER = [
  'id',
  'name',
  'description',
  'needs',
  'if',
  '*',
  'output',
  'retry',
  'timeout',
  'delay',
  'cache',
  'concurrency',
  'sensitive',
  'onError',
  'undo',
]

/** Puts the fields of every step of a document into their usual order, each with its comments. */
export function sortStepFields(document: Document): void {
  visit(document, {
    Map(_, node, ancestors) {
      if (isStepPath(pathOf(node, ancestors))) sortFields(node)
    },
  })
}

/** Keys and positions that lead to a node, from the nodes above it. */
function pathOf(node: YAMLMap, ancestors: readonly unknown[]): (string | number)[] {
  const chain = [...ancestors, node]
  const path: (string | number)[] = []
  for (const [index, one] of chain.entries()) {
    const next = chain[index + 1]
    if (isSequence(one)) path.push(one.items.indexOf(next))
    else if (isKeyed(one) && isScalar(one.key)) path.push(String(one.key.value))
  }
  return path
}

function isSequence(node: unknown): node is { items: unknown[] } {
  return (
    typeof node === 'object' && node !== null && 'items' in node && !isMap(node) && Array.isArray(node.items)
  )
}

function isKeyed(node: unknown): node is Pair {
  return typeof node === 'object' && node !== null && 'key' in node && 'value' in node
}

function sortFields(step: YAMLMap): void {
  const rank = (pair: Pair) => {
    const known = ORDER.indexOf(String(isScalar(pair.key) ? pair.key.value : ''))
    return known < 0 ? ORDER.indexOf('*') : known
  }
  const [first] = step.items
  const items = [...step.items].sort((one, other) => rank(one) - rank(other))
  if (items.every((item, index) => item === step.items[index])) return
  step.items = items
  const [top] = items
  if (top !== first && isScalar(top?.key)) hoist(step, top.key)
}

/** What stood above a field that is now the first of its step stands above the step. */
function hoist(step: YAMLMap, key: { commentBefore?: string | null; spaceBefore?: boolean }): void {
  key.spaceBefore = false
  if (!key.commentBefore) return
  step.commentBefore = step.commentBefore ? `${step.commentBefore}\n${key.commentBefore}` : key.commentBefore
  key.commentBefore = null
}
