'use client'

import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Chart } from '@/components/ui/chart'
import { useDateFormat } from '@/components/ui/date-preferences'
import { Empty } from '@/components/ui/empty'
import { BrushLayer } from './brush-layer'
import type { Brush } from './brush-rules'
import { bucketLabels } from './bucket-labels'
import type { ChartModel } from './chart-rows'
import type { SeriesData } from './use-overview'

export interface SeriesChartProps {
  title: string
  series: SeriesData
  model: ChartModel
  heightPx: number
  brush: Brush | undefined
  onBrush: (brush: Brush | undefined, isOver: boolean) => void
  hasHandles?: boolean
  actions?: ReactNode
  /** Where nothing in the range has the figure. */
  emptyTitle: string
  emptyText: string
  className?: string
}

const BUCKET_NAMES = { hour: 'Hour', day: 'Day', week: 'Week of' } as const

/** One figure over time, on which a stretch of time can be chosen. */
export function SeriesChart(props: SeriesChartProps) {
  const { series, model, heightPx } = props
  const { preferences } = useDateFormat()
  const labels = bucketLabels(series.bucket, preferences)
  const buckets = series.buckets
  return (
    <Card title={props.title} actions={props.actions} className={props.className}>
      {model.isEmpty ? (
        <div className="grid content-center" style={{ minHeight: heightPx + CHROME_PX }}>
          <Empty size="sm" className="border-0" title={props.emptyTitle} text={props.emptyText} />
        </div>
      ) : (
        <BrushLayer
          count={buckets.length}
          scale={model.kind === 'bar' ? 'band' : 'point'}
          brush={props.brush}
          onBrush={props.onBrush}
          hasHandles={props.hasHandles ?? false}
          nameOf={(index) => labels.short(buckets[index]?.startsAt ?? series.startsAt)}
        >
          <Chart
            kind={model.kind}
            rows={model.rows}
            x="startsAt"
            xLabel={BUCKET_NAMES[series.bucket]}
            series={model.series}
            formatX={(startsAt) => labels.short(String(startsAt))}
            formatY={model.formatY}
            isStacked={model.isStacked ?? false}
            heightPx={heightPx}
            summary={model.summary}
          />
        </BrushLayer>
      )}
    </Card>
  )
}

/** Of the legend above a chart and the sentence below it. */
const CHROME_PX = 52
