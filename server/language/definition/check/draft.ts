import type { StepKindName } from '@/server/language/contracts'
import type { StepFields } from '../fields'
import type { ListKind } from '../list-kind'
import type { MapNode, Range, SourceNode } from '../source/node'

/** A step as far as the document lets it be understood; the checks work on these, broken or not. */
export interface StepDraft {
  node: MapNode
  list: StepList
  index: number
  id?: string
  /** Where to point when the step as a whole is meant. */
  at: Range
  kind?: StepKindName
  /** The kind key's value, and where the key stands. */
  config?: SourceNode
  kindAt: Range
  fields: Partial<StepFields>
  /** Lists inside its kind: branches and cases by name, the body of `forEach` and `loop`. */
  inner: StepList[]
  /** The steps of `onError`. */
  handler?: StepList
  /** A list of one step. */
  undo?: StepList
}

/** Steps that run in one order and see each other. */
export interface StepList {
  kind: ListKind
  steps: StepDraft[]
  /** The step around it; absent at the top and in `finally`. */
  owner?: StepDraft
  /** The branch or case. */
  name?: string
  /** An expression that was true when the list began. */
  condition?: string
}

export function* allSteps(...lists: StepList[]): Generator<StepDraft> {
  for (const list of lists) {
    for (const step of list.steps) {
      yield step
      yield* allSteps(...listsOf(step))
    }
  }
}

/** The lists that belong to a step. */
export function listsOf({ inner, handler, undo }: StepDraft): StepList[] {
  return [...inner, ...(handler ? [handler] : []), ...(undo ? [undo] : [])]
}
