'use client'

import { useState } from 'react'
import { useDateFormat } from '@/components/ui/date-preferences'
import { SegmentedControl } from '@/components/ui/segmented-control'
import type { Brush } from './brush-rules'
import { bucketLabels } from './bucket-labels'
import { type Measure, runsModel, spendModel, successModel, timingModel } from './chart-rows'
import { MAIN_HEIGHT_PX, SIDE_HEIGHT_PX } from './chart-sizes'
import { SeriesChart } from './series-chart'
import type { SeriesData } from './use-overview'

export interface RunChartsProps {
  series: SeriesData
  brush: Brush | undefined
  onBrush: (brush: Brush | undefined, isOver: boolean) => void
}

const NOT_YET = 'Choose a longer range, or start a run.'

/** Is it healthy: outcomes first, then how sure, how long, how late and how dear. */
export function RunCharts({ series, brush, onBrush }: RunChartsProps) {
  const { preferences } = useDateFormat()
  const labels = bucketLabels(series.bucket, preferences)
  const phrase = (startsAt: string) => labels.phrase(startsAt)
  const shared = { series, brush, onBrush }
  const side = { ...shared, heightPx: SIDE_HEIGHT_PX }
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:gap-5">
      <SeriesChart
        {...shared}
        title="Runs by status"
        model={runsModel(series, phrase)}
        heightPx={MAIN_HEIGHT_PX}
        hasHandles
        emptyTitle="No runs in this time"
        emptyText={NOT_YET}
        className="lg:col-span-2"
      />
      <SeriesChart
        {...side}
        title="Success rate"
        model={successModel(series, phrase)}
        emptyTitle="No run has ended in this time"
        emptyText={NOT_YET}
      />
      <SeriesChart
        {...side}
        title="Duration"
        model={timingModel(series, 'durationMs')}
        emptyTitle="No run has ended in this time"
        emptyText={NOT_YET}
      />
      <SeriesChart
        {...side}
        title="Time in the queue"
        model={timingModel(series, 'queueMs')}
        emptyTitle="No run has started in this time"
        emptyText={NOT_YET}
        {...(!series.totals.spend && { className: 'lg:col-span-2' })}
      />
      <SpendChart {...side} />
    </div>
  )
}

function SpendChart(props: RunChartsProps & { heightPx: number }) {
  const spend = props.series.totals.spend
  // Where nothing cost anything, bars of dollars would all be flat.
  const [chosen, setChosen] = useState<Measure>()
  const measure = chosen ?? (spend?.costNanos === '0' ? 'tokens' : 'cost')
  const model = spendModel(props.series, measure)
  if (!model || !spend) return null
  return (
    <SeriesChart
      {...props}
      title="Spend"
      model={model}
      emptyTitle="No model calls in this time"
      emptyText="Cost and tokens of agent steps appear here."
      actions={
        spend.calls > 0 ? (
          <SegmentedControl
            label="Measure"
            size="sm"
            value={measure}
            onValueChange={setChosen}
            options={[
              { value: 'cost', label: 'Cost' },
              { value: 'tokens', label: 'Tokens' },
            ]}
          />
        ) : undefined
      }
    />
  )
}
