'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'

/** The text of a version; 0 is none. */
export function useVersionSource(workflow: string, number: number) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  return useQuery({
    ...trpc.workflows.version.queryOptions({ projectId, workflow, number }),
    enabled: number > 0,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
