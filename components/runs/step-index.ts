import { PLACES, type StepView } from '@/server/kernel/run-view'

/** Steps by where they stand: the step that holds them, and which list of it. */
export type StepIndex = ReadonlyMap<string, ReadonlyMap<string, readonly StepView[]>>

const NO_LISTS: ReadonlyMap<string, readonly StepView[]> = new Map()

export function indexSteps(steps: ReadonlyMap<string, StepView>): StepIndex {
  const index = new Map<string, Map<string, StepView[]>>()
  for (const step of steps.values()) {
    const lists = index.get(step.parent ?? '') ?? new Map<string, StepView[]>()
    index.set(step.parent ?? '', lists)
    const slot = step.slot ?? ''
    const known = lists.get(slot)
    if (known) known.push(step)
    else lists.set(slot, [step])
  }
  return index
}

export function listsIn(index: StepIndex, path: string): ReadonlyMap<string, readonly StepView[]> {
  return index.get(path) ?? NO_LISTS
}

const NAMED_PLACES = new Set<string>(Object.values(PLACES))

/** Whether a list is one of the container's own: a branch, a case, an item. */
export function isOwnList(slot: string): boolean {
  return !NAMED_PLACES.has(slot)
}
