import type { ScopeInfo } from '../../expressions'
import { allSteps, type StepDraft } from '../check/draft'
import type { Understood } from '../check/understand'

/** The innermost step whose text an offset belongs to: the last one that starts before it. */
export function stepAt({ root, top, document }: Understood, offset: number): StepDraft | undefined {
  let found: StepDraft | undefined
  for (const step of allSteps(top)) if (step.node.start <= offset && isDeepEnough(step)) found = step
  const stepsKey = root.kind === 'map' ? root.entries.get('steps')?.key : undefined
  if (found === undefined || stepsKey === undefined) return undefined
  // A key of the workflow itself after the steps ends them.
  const isOver =
    root.kind === 'map' &&
    [...root.entries.values()].some(({ key }) => key.start > found.node.start && key.start <= offset)
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
  if (step !== undefined) return scopes.ofStep(step, 'allowed')
  const key =
    root.kind === 'map'
      ? [...root.entries].findLast(([, entry]) => entry.key.start <= offset)?.[0]
      : undefined
  return key === 'runTitle' || key === 'tags' ? scopes.ofStart() : scopes.ofOutput()
}
