'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Page } from '@/components/layout/page'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { AttentionCard } from './attention-card'
import { LatestRuns } from './latest-runs'
import { OverviewSkeleton } from './overview-skeleton'
import { OverviewTiles } from './overview-tiles'
import { SpendCard } from './spend-card'
import { useOverview } from './use-overview'

// Needed once in a project's life: its form of inputs need not weigh on every visit.
const FirstSteps = dynamic(() => import('./first-steps').then((module) => module.FirstSteps), {
  ssr: false,
  loading: () => <OverviewSkeleton />,
})

/** Is it healthy, what waits for me, what did it cost. */
export function Overview() {
  const { base, can } = useProject()
  const query = useOverview()
  const isNew = query.data?.latestRuns.length === 0
  return (
    <Page>
      <PageHeader
        title="Overview"
        actions={
          can('runs.start') && query.data && !isNew ? (
            <Button asChild variant="primary">
              <Link href={`${base}/workflows`}>Run a workflow</Link>
            </Button>
          ) : undefined
        }
      />
      <QueryView query={query} skeleton={<OverviewSkeleton />} permission="runs.read">
        {(overview) =>
          overview.latestRuns.length === 0 ? (
            <FirstSteps />
          ) : (
            <div className="flex flex-col gap-4 lg:gap-5">
              <OverviewTiles overview={overview} />
              <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)] lg:gap-5">
                <div className="flex min-w-0 flex-col gap-4 lg:gap-5">
                  <AttentionCard overview={overview} />
                  <LatestRuns runs={overview.latestRuns} />
                </div>
                {overview.spend && <SpendCard spend={overview.spend} />}
              </div>
            </div>
          )
        }
      </QueryView>
    </Page>
  )
}
