import type { RunFragment, Step, WorkflowDefinition } from '../../contracts'
import { walkSteps } from '../../definition'
import type { PlannedRun } from '../plan/planner'

/**
 * What a run plans: its whole definition, or the one step that a fragment names. Such a step runs whatever its
 * condition says, waits for nothing, and is not undone.
 */
export function plannedRun(definition: WorkflowDefinition, fragment: RunFragment | undefined): PlannedRun {
  if (fragment === undefined) return definition
  const { if: _if, undo: _undo, delayMs: _delayMs, ...step } = stepNamed(definition, fragment.path)
  return { steps: [{ ...step, needs: [] }] }
}

/** Ids are unique in a definition, so the last one of a path names the step. */
export function stepNamed(definition: WorkflowDefinition, path: string): Step {
  const id = path.slice(path.lastIndexOf('.') + 1)
  for (const { step } of walkSteps(definition)) if (step.id === id) return step
  throw new Error(`The definition has no step "${id}".`)
}
