'use client'

import { useMemo } from 'react'
import type { Run } from './run'
import { NO_PLAN, type Plan } from './tree-node'
import { useRunDefinition } from './use-run-definition'

/** The steps that a run is to take, to show what is still to come. Without it the tree shows what the log knows. */
export function usePlan(run: Run): Plan {
  const definition = useRunDefinition(run).data
  // One step that is tried, or items of another run: the rest of the workflow is not for this run.
  const isWhole = run.part === null
  return useMemo(
    () => (definition && isWhole ? { steps: definition.steps, finally: definition.finally ?? [] } : NO_PLAN),
    [definition, isWhole],
  )
}
