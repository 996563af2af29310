import type { OutlineList, OutlineStep } from '@/server/language/definition/editor'

export interface OutlineRow {
  id: string
  /** A step kind, or `list` for the name of a branch, of `onError`, `undo` or `finally`. */
  kind: string
  /** 1-based. */
  line: number
  depth: number
}

/** The steps of an outline in the order of the document, flat, with the names of lists between them. */
export function outlineRows(lists: readonly OutlineList[]): OutlineRow[] {
  return lists.flatMap((list) => listRows(list, 0, 0))
}

function listRows({ name, steps }: OutlineList, depth: number, afterLine: number): OutlineRow[] {
  if (name === undefined) return steps.flatMap((step) => stepRows(step, depth))
  const inner = steps.flatMap((step) => stepRows(step, depth + 1))
  // A list that is named stands on the line above its first step, or on that line itself.
  const line = Math.max(afterLine, (inner[0]?.line ?? afterLine) - 1)
  return [{ id: name, kind: 'list', line, depth }, ...inner]
}

function stepRows(step: OutlineStep, depth: number): OutlineRow[] {
  const id = step.name ?? (step.id || 'without id')
  // An `undo` has no name of its own, and its list has said it already.
  const isUndo = step.id === 'undo' && step.name === undefined
  const own = { id: isUndo ? (step.kind ?? 'undo') : id, kind: step.kind ?? '', line: step.line, depth }
  return [own, ...step.lists.flatMap((list) => listRows(list, depth + 1, step.line))]
}
