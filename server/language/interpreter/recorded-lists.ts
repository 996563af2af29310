import type { Step, StepState } from '../contracts'
import { compileList } from './plan/compiled-list'

/** The items of each forEach, and iterations of each loop, that have begun, by its path. */
export function slotsByContainer(steps: readonly StepState[]): Map<string, number[]> {
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
export function inOrderOfNeeds(list: readonly Step[]): number[] {
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

/** The paths of the steps that a path lies in, and the path itself: every part that ends before a `.` or `[`. */
export function* pathsAround(path: string): Generator<string> {
  for (let at = 1; at < path.length; at += 1)
    if (path[at] === '.' || path[at] === '[') yield path.slice(0, at)
  yield path
}
