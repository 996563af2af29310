import type { StepKindName } from '@/server/language/contracts'
import { listsOf, type StepDraft, type StepList } from '../check/draft'
import { understand } from '../check/understand'

export interface OutlineStep {
  /** Empty where none is written. */
  id: string
  kind?: StepKindName
  name?: string
  /** 1-based. */
  line: number
  endLine: number
  lists: OutlineList[]
}

export interface OutlineList {
  /** Of a branch or case, `onError`, `undo`, `finally`; absent for the steps that `forEach` and `loop` repeat. */
  name?: string
  steps: OutlineStep[]
}

/** The steps of a document as a tree, also of one with mistakes in it: its list, then that of `finally`. */
export function outline(source: string): OutlineList[] {
  const understood = understand(source)
  if (understood.root === undefined) return []
  const { document, top, last } = understood
  const lineOf = document.lineAt
  const read = (list: StepList): OutlineStep[] => list.steps.map(readStep)
  const readStep = (step: StepDraft): OutlineStep => ({
    id: step.id ?? '',
    ...(step.kind === undefined ? {} : { kind: step.kind }),
    ...(step.fields.name === undefined ? {} : { name: step.fields.name }),
    line: lineOf(step.node.start),
    endLine: lineOf(Math.max(step.node.start, step.node.end - 1)),
    lists: listsOf(step).map((list) => ({ ...nameOf(list), steps: read(list) })),
  })
  const lists = [{ steps: read(top) }, { name: 'finally', steps: read(last) }]
  return lists.filter(({ steps }) => steps.length > 0)
}

function nameOf({ kind, name }: StepList): { name?: string } {
  if (kind === 'handler') return { name: 'onError' }
  if (kind === 'undo') return { name: 'undo' }
  return name === undefined ? {} : { name }
}
