import type { Step, WorkflowDefinition } from '@/server/language/contracts'

export interface PlacedStep {
  /** Its id; of an `undo`, which has none of its own, the path of what it undoes. */
  key: string
  step: Step
  list: string
  /** The key of the step around it. */
  owner?: string
}

/** Every step of a definition in reading order, wherever it stands, by a key that survives moving. */
export function placedSteps(definition: WorkflowDefinition): Map<string, PlacedStep> {
  const placed = new Map<string, PlacedStep>()
  const add = (steps: readonly Step[], list: string, owner?: string) => {
    for (const step of steps) {
      // A checked document has each id once; the place tells apart what a broken one would confuse.
      const key = placed.has(step.id) ? `${list}.${step.id}` : step.id
      addOne(key, step, list, owner)
    }
  }
  const addOne = (key: string, step: Step, list: string, owner?: string) => {
    placed.set(key, { key, step, list, ...(owner === undefined ? {} : { owner }) })
    for (const branch of step.branches ?? []) add(branch.steps, `${key}.${branch.name}`, key)
    if (step.body) add(step.body, key, key)
    if (step.handler) add(step.handler, `${key}.onError`, key)
    if (step.undo) addOne(`${key}.undo`, step.undo, `${key}.undo`, key)
  }
  add(definition.steps, '')
  add(definition.finally ?? [], 'finally')
  return placed
}
