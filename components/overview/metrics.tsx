'use client'

import { QueryView } from '@/components/layout/view-state'
import { Section } from '@/components/ui/card'
import { LatestRuns } from './latest-runs'
import { MetricTiles } from './metric-tiles'
import { OverviewFilters } from './overview-filters'
import { MetricsSkeleton } from './overview-skeleton'
import { RunCharts } from './run-charts'
import { useBrush } from './use-brush'
import { type OverviewData, useOverviewAddress, useSeries } from './use-overview'
import { WindowRuns } from './window-runs'

/** Tiles and charts of a time range, and the runs in it. */
export function Metrics({ overview, seenAtMs }: { overview: OverviewData; seenAtMs: number }) {
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
