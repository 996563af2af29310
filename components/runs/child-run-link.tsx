'use client'

import { RunLink } from './run-link'
import { useRunValues } from './run-values'
import { useChildrenById } from './use-children'

/** A run that a step of this one started. */
export function ChildRunLink({ runId }: { runId: string }) {
  const child = useChildrenById(useRunValues().runId, true).get(runId)
  return (
    <RunLink runId={runId} number={child?.number} status={child?.status}>
      {child?.items && `Run #${child.number}, items ${rangeOf(child.items)}`}
    </RunLink>
  )
}

/** `200–399`, of the whole list. */
export function rangeOf({ offset, count }: { offset: number; count: number }): string {
  return `${offset}–${offset + count - 1}`
}
