import type { Step, StepState } from '../contracts'
import { compileList, dependentsOf } from './plan/compiled-list'
import { decrement } from './plan/frame-reading'

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
  const compiled = compileList(list)
  const missing = [...compiled.needCounts]
  const order = missing.flatMap((count, position) => (count === 0 ? [position] : []))
  // Grows while it is read.
  for (const position of order) {
    for (const dependent of dependentsOf(compiled, position)) {
      decrement(missing, dependent)
      if (missing[dependent] === 0) order.push(dependent)
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
