'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Page } from '@/components/layout/page'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Attention } from './attention'
import { LatestRuns } from './latest-runs'
import { MetricTiles } from './metric-tiles'
import { OverviewFilters } from './overview-filters'
import { MetricsSkeleton, OverviewSkeleton } from './overview-skeleton'
import { RunCharts } from './run-charts'
import { useBrush } from './use-brush'
import { type OverviewData, useOverview, useOverviewAddress, useSeries } from './use-overview'
import { WindowRuns } from './window-runs'

// Needed once in a project's life: its form of inputs need not weigh on every visit.
const FirstSteps = dynamic(() => import('./first-steps').then((module) => module.FirstSteps), {
  ssr: false,
  loading: () => <OverviewSkeleton />,
})

/** What waits for me, is it healthy, what did it cost. */
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
            <div className="flex flex-col gap-5 lg:gap-6">
              <Attention overview={overview} />
              <Metrics overview={overview} seenAtMs={query.dataUpdatedAt} />
            </div>
          )
        }
      </QueryView>
    </Page>
  )
}

function Metrics({ overview, seenAtMs }: { overview: OverviewData; seenAtMs: number }) {
  const asked = useOverviewAddress()
  const query = useSeries(asked, seenAtMs)
  const { brush, settled, choose } = useBrush(asked, query.data)
  return (
    <Section title="Activity" actions={<OverviewFilters asked={asked} />}>
      <div className="flex flex-col gap-4 lg:gap-5">
        <QueryView query={query} skeleton={<MetricsSkeleton />} permission="runs.read">
          {(series) => (
            <>
              <MetricTiles series={series} overview={overview} />
              <RunCharts series={series} brush={brush} onBrush={choose} />
            </>
          )}
        </QueryView>
        {query.data && settled ? (
          <WindowRuns
            {...settled}
            series={query.data}
            workflowId={asked.workflowId}
            onClear={() => choose(undefined, true)}
          />
        ) : (
          <LatestRuns asked={asked} overview={overview} />
        )}
      </div>
    </Section>
  )
}
