import type { Step, StepState, WorkflowDefinition } from '../contracts'
import { compileList } from './plan/compiled-list'
import { isContainer } from './plan/container-spec'

/**
 * Which steps a resume forgets, so that they run again: those that failed, were cancelled or never ended,
 * with the containers around them, and skipped steps that come after one of those. Finished steps are kept,
 * also inside a container that starts over. In the order of the definition.
 */
export function resetForResume(definition: WorkflowDefinition, steps: readonly StepState[]): string[] {
  const states = new Map(steps.map((state) => [state.path, state]))
  const slots = slotsByContainer(steps)
  const forgotten: string[] = []
  const visitList = (list: readonly Step[], framePath: string): void => {
    const { dependents, steps: ordered } = compileList(list)
    const isAfter = new Set<number>()
    for (const position of inOrderOfNeeds(list)) {
      const step = ordered[position]
      const state = step && states.get(framePath === '' ? step.id : `${framePath}.${step.id}`)
      const mustRun =
        state !== undefined && (!isKept(state) || (state.status === 'skipped' && isAfter.has(position)))
      if (mustRun || isAfter.has(position))
        for (const dependent of dependents[position] ?? []) isAfter.add(dependent)
      if (!step || !state || !mustRun) continue
      forgotten.push(state.path)
      if (isContainer(step) && state.status !== 'skipped') visitContainer(step, state.path)
    }
  }
  const visitContainer = (step: Step, path: string): void => {
    for (const branch of step.branches ?? []) visitList(branch.steps, `${path}.${branch.name}`)
    for (const slot of slots.get(path) ?? []) visitList(step.body ?? [], `${path}[${slot}]`)
  }
  visitList(definition.steps, '')
  return forgotten
}

function isKept({ status, continued }: StepState): boolean {
  return status === 'succeeded' || status === 'skipped' || (status === 'failed' && continued === true)
}

/** The items of each forEach that have begun, by its path. */
function slotsByContainer(steps: readonly StepState[]): Map<string, number[]> {
  const slots = new Map<string, Set<number>>()
  for (const { path } of steps) {
    const [, container, slot] = /^(.*)\[(\d+)\]\.[^.]*$/.exec(path) ?? []
    if (container === undefined) continue
    const known = slots.get(container) ?? new Set()
    slots.set(container, known.add(Number(slot)))
  }
  return new Map([...slots].map(([path, numbers]) => [path, [...numbers].sort((a, b) => a - b)]))
}

/** Positions so that each comes after what it needs; the definition is checked, so there is no cycle. */
function inOrderOfNeeds(list: readonly Step[]): number[] {
  const { needCounts, dependents } = compileList(list)
  const missing = [...needCounts]
  const order = missing.flatMap((count, position) => (count === 0 ? [position] : []))
  for (let index = 0; index < order.length; index += 1) {
    for (const dependent of dependents[order[index] ?? -1] ?? []) {
      const left = (missing[dependent] ?? 0) - 1
      missing[dependent] = left
      if (left === 0) order.push(dependent)
    }
  }
  return order
}
