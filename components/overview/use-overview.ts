'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'

export type OverviewData = Outputs['overview']['get']

/** The overview, with days that begin at midnight where its reader is. */
export function useOverview() {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return useQuery(trpc.overview.get.queryOptions({ projectId, timeZone }))
}
