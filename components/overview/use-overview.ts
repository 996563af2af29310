'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { useQueryParams } from '@/components/data/use-query-params'
import { useDateFormat } from '@/components/ui/date-preferences'
import { useNow } from '@/components/ui/use-now'
import { readAddress, type TimeWindow, windowOf } from './overview-address'

export type OverviewData = Outputs['overview']['get']
export type SeriesData = Outputs['metrics']['series']

/** The charts follow what the live stream tells, but no oftener: a year of figures is more work than a list. */
const FOLLOW_MS = 3_000
const MINUTE_MS = 60_000
/** As many as the overview brings of all workflows. */
export const LATEST_RUNS = 8

export function useOverview() {
  const trpc = useTRPC()
  const { projectId } = useProject()
  return useQuery(trpc.overview.get.queryOptions({ projectId }))
}

/** What the address asks for, and the workflow that its name means. */
export function useOverviewAddress() {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const { timeZone } = useTimeZone()
  const { params, change } = useQueryParams()
  const address = useMemo(() => readAddress(params, timeZone), [params, timeZone])
  const workflows = useQuery(trpc.workflows.list.queryOptions({ projectId }))
  const known = workflows.data?.find((one) => one.name === address.workflow)
  return {
    address,
    change,
    workflows: workflows.data ?? [],
    // A name that no workflow has finds nothing, rather than everything.
    workflowId: address.workflow && (known?.id ?? address.workflow),
    isReady: address.workflow === undefined || workflows.data !== undefined,
  }
}

export type Asked = ReturnType<typeof useOverviewAddress>

/** Figures over time of what the address asks for. `seenAtMs`: when the overview was last read. */
export function useSeries({ address, workflowId, isReady }: Asked, seenAtMs: number) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const { timeZone } = useTimeZone()
  const nowMs = useNow(MINUTE_MS)
  const window = nowMs === undefined ? undefined : windowOf(address.range, nowMs, timeZone)
  const { from, to } = window ?? { from: '', to: '' }
  return useQuery(
    trpc.metrics.series.queryOptions(
      { projectId, from, to, timeZone, ...(workflowId && { workflowId }) },
      {
        enabled: window !== undefined && isReady,
        placeholderData: keepPreviousData,
        refetchInterval: ({ state }) => (state.dataUpdatedAt < seenAtMs ? FOLLOW_MS : false),
      },
    ),
  )
}

/** The newest runs of one workflow; those of all come with the overview. */
export function useLatestRuns(workflowId: string) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  return useQuery(
    trpc.runs.list.queryOptions(
      { projectId, workflowId, limit: LATEST_RUNS },
      { placeholderData: keepPreviousData },
    ),
  )
}

/** How many runs of a brushed window are listed. */
const WINDOW_RUNS = 20

export function useWindowRuns(window: TimeWindow, workflowId: string | undefined) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  return useQuery(
    trpc.overview.runs.queryOptions(
      { projectId, ...window, limit: WINDOW_RUNS, ...(workflowId && { workflowId }) },
      { placeholderData: keepPreviousData },
    ),
  )
}

/** The member's own, or this device's. */
export function useTimeZone(): { timeZone: string } {
  const { preferences } = useDateFormat()
  return { timeZone: preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone }
}
