import type { ScopeInfo } from '../../expressions'
import { allSteps, type StepDraft } from '../check/draft'
import type { Understood } from '../check/understand'
import type { SourceNode } from '../source/node'

/** The innermost step whose text an offset belongs to: of those that start before it, the last one. */
export function stepAt({ root, top, last, document }: Understood, offset: number): StepDraft | undefined {
  let found: StepDraft | undefined
  for (const step of allSteps(top, last)) {
    const { start } = step.node
    if (start <= offset && start >= (found?.node.start ?? 0) && isDeepEnough(step)) found = step
  }
  if (found === undefined) return undefined
  const { start } = found.node
  // A key of the workflow itself after the steps ends them.
  const isOver =
    root.kind === 'map' &&
    [...root.entries.values()].some(({ key }) => key.start > start && key.start <= offset)
  return isOver ? undefined : found

  /** A line that starts left of a step's keys belongs to something around it. */
  function isDeepEnough(step: StepDraft): boolean {
    const { source } = document
    const lineStart = source.lastIndexOf('\n', offset - 1) + 1
    if (lineStart <= step.node.start) return true
    const line = source.slice(lineStart, offset)
    const indent = line.length - line.trimStart().length
    const stepColumn = step.node.start - (source.lastIndexOf('\n', step.node.start - 1) + 1)
    return indent >= stepColumn || step.node.end >= offset
  }
}

/** What an expression at an offset may see. */
export function scopeAt(understood: Understood, offset: number): ScopeInfo {
  const { root, scopes } = understood
  const step = stepAt(understood, offset)
  if (step !== undefined) return scopeInStep(step, understood, offset)
  switch (keyBefore(root, offset)) {
    case 'runTitle':
    case 'tags':
      return scopes.ofStart()
    case 'concurrency':
      return scopes.ofKey()
    default:
      return scopes.ofOutput()
  }
}

function scopeInStep(step: StepDraft, { scopes }: Understood, offset: number): ScopeInfo {
  const key = keyBefore(step.node, offset)
  if (key === 'if') return scopes.ofCondition(step)
  if (key !== step.kind || step.config === undefined) return scopes.ofStep(step, 'allowed')
  return scopes.ofConfig(step, pathTo(step.config, offset))
}

/** The key of a mapping whose value an offset is in, or after. */
function keyBefore(node: SourceNode, offset: number): string | undefined {
  return node.kind === 'map'
    ? [...node.entries].findLast(([, entry]) => entry.key.start <= offset)?.[0]
    : undefined
}

/** Keys and positions down to an offset, or to what stands last before it. */
function pathTo(node: SourceNode, offset: number): (string | number)[] {
  const path: (string | number)[] = []
  let current: SourceNode | undefined = node
  while (current !== undefined && current.kind !== 'scalar') {
    if (current.kind === 'list') {
      const index: number = current.items.findLastIndex((item) => item.start <= offset)
      if (index < 0) return path
      path.push(index)
      current = current.items[index]
      continue
    }
    const key = keyBefore(current, offset)
    if (key === undefined) return path
    path.push(key)
    current = current.entries.get(key)?.node
  }
  return path
}
