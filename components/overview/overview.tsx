'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useEffect } from 'react'
import { useProject } from '@/components/data/project'
import { Page } from '@/components/layout/page'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { Attention } from './attention'
import { MetricsSkeleton, OverviewSkeleton } from './overview-skeleton'
import { useOverview } from './use-overview'

// Needed once in a project's life: its form of inputs need not weigh on every visit.
const FirstSteps = dynamic(() => import('./first-steps').then((module) => module.FirstSteps), {
  ssr: false,
  loading: () => <OverviewSkeleton />,
})

const loadMetrics = () => import('./metrics').then((module) => module.Metrics)
const Metrics = dynamic(loadMetrics, {
  ssr: false,
  loading: () => (
    <Section title="Activity">
      <MetricsSkeleton />
    </Section>
  ),
})

/** What waits for me, is it healthy, what did it cost. */
export function Overview() {
  const { base, can } = useProject()
  const query = useOverview()
  useEffect(() => {
    loadMetrics().catch(() => {}) // drawing them tries again
  }, [])
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
