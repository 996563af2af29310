import type { RunFragment, Step, WorkflowDefinition } from '../../contracts'
import { walkSteps } from '../../definition'
import type { PlannedRun } from '../plan/planner'

/**
 * What a run plans: its whole definition, or the one step that a fragment names. Such a step runs whatever its
 * condition says, waits for nothing, and is not undone. Of a `forEach` of which it is some items, what holds for
 * all of them is for the run around it: how long they may take, what they give, and what a failure means.
 */
export function plannedRun(definition: WorkflowDefinition, fragment: RunFragment | undefined): PlannedRun {
  if (fragment === undefined) return definition
  const { if: _if, undo: _undo, delayMs: _delayMs, ...step } = stepNamed(definition, fragment.path)
  if (fragment.kind === 'step') return { steps: [{ ...step, needs: [] }] }
  const { timeoutMs: _timeoutMs, output: _output, handler: _handler, ...items } = step
  return { steps: [{ ...items, needs: [], onError: 'fail' }] }
}

/** Ids are unique in a definition, so the last one of a path names the step. */
export function stepNamed(definition: WorkflowDefinition, path: string): Step {
  const id = path.slice(path.lastIndexOf('.') + 1)
  for (const { step } of walkSteps(definition)) if (step.id === id) return step
  throw new Error(`The definition has no step "${id}".`)
}
