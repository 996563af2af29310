'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { useBreadcrumbs } from '../layout/breadcrumbs'
import { PageFill } from '../layout/page'
import { QueryView } from '../layout/view-state'
import { Skeleton } from '../ui/skeleton'
import { LoadedRun, preloadRunParts } from './loaded-run'
import { StepsSkeleton } from './steps-skeleton'

/** One run: what it did, when, and why it ended as it did. */
export function RunView({ number }: { number: string }) {
  const trpc = useTRPC()
  const { base, projectId } = useProject()
  const query = useQuery(trpc.runs.get.queryOptions({ projectId, run: number }))
  const parent = query.data?.parent
  useBreadcrumbs([
    ...(parent ? [{ label: `#${parent.number}`, href: `${base}/runs/${parent.number}` }] : []),
    // A link may name the run by its id.
    { label: `#${query.data?.number ?? number}` },
  ])
  useEffect(preloadRunParts, [])
  return (
    <PageFill>
      <QueryView query={query} skeleton={<RunSkeleton />} permission="runs.read">
        {(run) => <LoadedRun run={run} />}
      </QueryView>
    </PageFill>
  )
}

function RunSkeleton() {
  return (
    <div className="flex flex-col">
      <div className="flex flex-col gap-3 border-b px-4 pt-5 pb-4 md:px-6">
        <div className="flex justify-between gap-4">
          <Skeleton className="h-6 w-64" />
          <Skeleton className="h-8 w-28" />
        </div>
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <StepsSkeleton />
    </div>
  )
}
