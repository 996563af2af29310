import { diffLines } from 'diff'

export interface LineChange {
  from: number
  to: number
  insert: string
}

/** The replaced lines that lead from one text to another, as offsets in the first. */
export function lineChanges(before: string, after: string): LineChange[] {
  if (before === after) return []
  const parts = diffLines(before, after, { maxEditLength: 2_000 })
  if (!parts) return [{ from: 0, to: before.length, insert: after }]
  const changes: LineChange[] = []
  let at = 0
  let open: LineChange | undefined
  for (const { value, added, removed } of parts) {
    if (!added && !removed) {
      at += value.length
      open = undefined
      continue
    }
    if (!open) {
      open = { from: at, to: at, insert: '' }
      changes.push(open)
    }
    if (added) open.insert += value
    else {
      at += value.length
      open.to = at
    }
  }
  return changes
}
