import type { StepKindName } from '@/server/language/contracts'
import type { StepFields } from '../fields'
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
  /** Lists inside: the branches of `parallel` by name, the body of `forEach`. */
  inner: StepList[]
}

/** Steps that run in one order and see each other. */
export interface StepList {
  steps: StepDraft[]
  /** The control step around it; absent at the top. */
  owner?: StepDraft
  /** The branch. */
  name?: string
}

export function* allSteps(list: StepList): Generator<StepDraft> {
  for (const step of list.steps) {
    yield step
    for (const inner of step.inner) yield* allSteps(inner)
  }
}
