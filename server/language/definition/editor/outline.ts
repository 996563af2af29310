import type { StepKindName } from '@/server/language/contracts'
import type { StepDraft, StepList } from '../check/draft'
import { understand } from '../check/understand'

export interface OutlineStep {
  id: string
  kind?: StepKindName
  name?: string
  /** 1-based. */
  line: number
  endLine: number
  /** The branches of `parallel` by name; one list without a name for `forEach`. */
  lists: { name?: string; steps: OutlineStep[] }[]
}

/** The steps of a document as a tree, also of one with mistakes in it. */
export function outline(source: string): OutlineStep[] {
  const understood = understand(source)
  if (understood.root === undefined) return []
  const { document, top } = understood
  const lineOf = document.lineAt
  const read = (list: StepList): OutlineStep[] => list.steps.map(readStep)
  const readStep = (step: StepDraft): OutlineStep => ({
    id: step.id ?? '',
    ...(step.kind === undefined ? {} : { kind: step.kind }),
    ...(step.fields.name === undefined ? {} : { name: step.fields.name }),
    line: lineOf(step.node.start),
    endLine: lineOf(Math.max(step.node.start, step.node.end - 1)),
    lists: step.inner.map((list) => ({
      ...(list.name === undefined ? {} : { name: list.name }),
      steps: read(list),
    })),
  })
  return read(top)
}
