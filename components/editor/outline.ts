import type { OutlineStep as SourceStep } from '@/server/language/definition'

export interface OutlineRow {
  id: string
  /** A step kind, or `branch` for the name of a branch. */
  kind: string
  /** 1-based. */
  line: number
  depth: number
}

/** The steps of an outline in the order of the document, flat, branches between them. */
export function outlineRows(steps: readonly SourceStep[], depth = 0): OutlineRow[] {
  return steps.flatMap((step) => [
    { id: step.name ?? (step.id || 'without id'), kind: step.kind ?? '', line: step.line, depth },
    ...step.lists.flatMap((list) => {
      const inner = outlineRows(list.steps, list.name === undefined ? depth + 1 : depth + 2)
      if (list.name === undefined) return inner
      const line = Math.max(step.line, (inner[0]?.line ?? step.line) - 1)
      return [{ id: list.name, kind: 'branch', line, depth: depth + 1 }, ...inner]
    }),
  ])
}
