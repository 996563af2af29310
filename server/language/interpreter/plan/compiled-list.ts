import type { Step } from '../../contracts'

/** A list of steps with its needs turned into positions; made once and shared by all items of a forEach. */
export interface CompiledList {
  steps: readonly Step[]
  /** How many steps each one waits for. */
  needCounts: readonly number[]
  /** Positions of the steps that wait for each one. */
  dependents: readonly (readonly number[])[]
}

const compiled = new WeakMap<readonly Step[], CompiledList>()

export function compileList(steps: readonly Step[]): CompiledList {
  const known = compiled.get(steps)
  if (known) return known
  const positions = new Map(steps.map((step, position) => [step.id, position]))
  const dependents: number[][] = steps.map(() => [])
  const needCounts = steps.map((step, position) => {
    const needs = new Set(step.needs)
    for (const need of needs) dependents[positionOf(positions, step, need)]?.push(position)
    return needs.size
  })
  const list = { steps, needCounts, dependents }
  compiled.set(steps, list)
  return list
}

/** Positions of the steps that wait for this one. */
export function dependentsOf({ dependents }: CompiledList, position: number): readonly number[] {
  return dependents[position] ?? []
}

function positionOf(positions: Map<string, number>, step: Step, need: string): number {
  const position = positions.get(need)
  if (position === undefined)
    throw new Error(`Step "${step.id}" needs "${need}", which its list does not have.`)
  return position
}
