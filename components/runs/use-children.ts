'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StepView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'

export type ChildRun = Outputs['runs']['children']['runs'][number]

const SHOWN = 200
const NONE: readonly ChildRun[] = []

/** Runs that steps of a run started, the first 200 of them; kept live by the project's stream. */
export function useChildren(runId: string, isWanted = true): readonly ChildRun[] {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const query = useQuery(
    trpc.runs.children.queryOptions(
      { projectId, runId, limit: SHOWN },
      { enabled: isWanted && runId !== '' },
    ),
  )
  return query.data?.runs ?? NONE
}

export type ChildrenById = ReadonlyMap<string, ChildRun>

export function useChildrenById(runId: string, isWanted: boolean): ChildrenById {
  const children = useChildren(runId, isWanted)
  return useMemo(() => new Map(children.map((child) => [child.id, child])), [children])
}

/** The run that a step waits for, or waited for last. */
export function childRunOf(step: StepView | undefined): string | undefined {
  return step?.attempts.at(-1)?.waits.findLast((wait) => wait.childRunId !== undefined)?.childRunId
}
