import { diffArrays } from 'diff'
import type { PlacedStep } from './placed-steps'

/** Steps of both definitions that stand in another list, or elsewhere among those of their list that stayed. */
export function movedKeys(
  before: ReadonlyMap<string, PlacedStep>,
  after: ReadonlyMap<string, PlacedStep>,
): Set<string> {
  const moved = new Set<string>()
  const stayed = (steps: ReadonlyMap<string, PlacedStep>, list: string) =>
    [...steps.values()]
      .filter(({ key }) => before.get(key)?.list === list && after.get(key)?.list === list)
      .map(({ key }) => key)
  for (const [key, { list }] of after) if (before.has(key) && before.get(key)?.list !== list) moved.add(key)
  for (const list of new Set([...after.values()].map((placed) => placed.list))) {
    for (const part of diffArrays(stayed(before, list), stayed(after, list)))
      if (part.added) for (const key of part.value) moved.add(key)
  }
  return moved
}
