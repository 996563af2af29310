'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { SkeletonTable } from '@/components/ui/skeleton'
import { RunRows } from './run-rows'
import { type Asked, LATEST_RUNS, type OverviewData, useLatestRuns } from './use-overview'

/** The newest runs of what was asked for, changing as they go on. */
export function LatestRuns({ asked, overview }: { asked: Asked; overview: OverviewData }) {
  const { base } = useProject()
  const { workflowId, address } = asked
  const query = address.workflow ? `?workflow=${encodeURIComponent(address.workflow)}` : ''
  return (
    <Card
      title="Latest runs"
      description="Drag across a chart, or press a bar, to list the runs of that time."
      isFlush
      actions={
        <Link href={`${base}/runs${query}`} className="rounded-sm text-fg-muted text-xs hover:text-fg">
          All runs
        </Link>
      }
    >
      {workflowId ? (
        <OfWorkflow workflowId={workflowId} />
      ) : (
        <RunRows label="Latest runs" runs={overview.latestRuns} />
      )}
    </Card>
  )
}

function OfWorkflow({ workflowId }: { workflowId: string }): ReactNode {
  const query = useLatestRuns(workflowId)
  return (
    <QueryView
      query={query}
      permission="runs.read"
      skeleton={<SkeletonTable rows={LATEST_RUNS} columns={4} />}
      isEmpty={({ runs }) => runs.length === 0}
      empty={
        <Empty
          size="sm"
          className="border-0"
          title="This workflow has no runs yet"
          text="Its runs appear here, the newest first."
        />
      }
    >
      {({ runs }) => <RunRows label="Latest runs" runs={runs} />}
    </QueryView>
  )
}
