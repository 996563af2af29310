'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import type { RunFilters } from './run-filters'

/** Runs that pass the filters, newest first, page after page; kept live by the project's stream. */
export function useRuns(filters: RunFilters) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const workflows = useQuery(trpc.workflows.list.queryOptions({ projectId }))
  const workflowId = filters.workflow && workflows.data?.find((one) => one.name === filters.workflow)?.id
  const isWorkflowKnown = filters.workflow === undefined || workflows.data !== undefined
  const runs = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(
      {
        projectId,
        ...(filters.statuses.length > 0 && { statuses: filters.statuses }),
        // A name that no workflow has finds nothing, rather than everything.
        ...(filters.workflow && { workflowId: workflowId ?? filters.workflow }),
        ...(filters.search.trim() && { search: filters.search.trim() }),
        ...(filters.tag && { tag: filters.tag }),
        // Who searches means any run.
        ...(filters.isTopLevel && !filters.search.trim() && { isTopLevel: true }),
      },
      {
        enabled: isWorkflowKnown,
        placeholderData: keepPreviousData,
        getNextPageParam: (page) => page.nextCursor,
      },
    ),
  )
  return { runs, workflows: workflows.data ?? [] }
}
