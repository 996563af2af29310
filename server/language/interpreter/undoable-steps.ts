import type { StepState, WorkflowDefinition } from '../contracts'
import { walkSteps } from '../definition'
import { byEnd } from './by-end'
import { stepAt } from './step-place'

/**
 * The paths of finished steps that a rollback would undo now, in its order: the one that ended last first. What is
 * undone already has another status.
 */
export function undoableSteps(definition: WorkflowDefinition, steps: readonly StepState[]): string[] {
  if (!mayHaveUndo(definition, steps)) return []
  const states = new Map(steps.map((state) => [state.path, state]))
  return steps
    .filter(({ status, path }) => status === 'succeeded' && !path.startsWith('finally.'))
    .filter(({ path }) => stepAt(definition, states, path)?.undo !== undefined)
    .sort(byEnd)
    .reverse()
    .map(({ path }) => path)
}

/** Whether anything in the document, or among the steps that it made up, can be undone at all. */
export function mayHaveUndo(definition: WorkflowDefinition, steps: readonly StepState[] = []): boolean {
  for (const { list } of walkSteps(definition)) if (list === 'undo') return true
  return steps.some(({ generated }) => JSON.stringify(generated ?? []).includes('"undo"'))
}
