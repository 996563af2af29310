import type { JsonObject, JsonValue } from '@/server/kernel/json'

/** From so many alike places on, only their common story is told. */
const MANY = 25

/**
 * What happened to each step by its path; steps of many items are put together, by what they have in common: the
 * types of their events, and how many have that story. What they gave stands in the output of their container.
 */
export function withRunsOfSlots(steps: readonly [string, JsonObject[]][]): Record<string, JsonValue> {
  const groups = new Map<string, [string, JsonObject[]][]>()
  for (const step of steps) {
    const pattern = step[0].replaceAll(/\[\d+\]/g, '[*]')
    groups.set(pattern, [...(groups.get(pattern) ?? []), step])
  }
  const told = [...groups].flatMap(([pattern, group]): [string, JsonValue][] =>
    group.length < MANY ? group : [[pattern, storiesOf(group.map(([, events]) => events))]],
  )
  return Object.fromEntries(told)
}

function storiesOf(sequences: readonly JsonObject[][]): JsonObject {
  const counts: Record<string, number> = {}
  for (const events of sequences) {
    const story = events.map(({ type }) => String(type)).join(', ')
    counts[story] = (counts[story] ?? 0) + 1
  }
  return counts
}
