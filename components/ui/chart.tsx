'use client'

import { ChartColumn, Table2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import type { ChartProps, ChartSeries } from './chart-props'
import { ChartTable } from './chart-table'
import { cn } from './cn'
import { Empty } from './empty'
import { SegmentedControl } from './segmented-control'
import { Skeleton } from './skeleton'
import { TONE_FILL } from './tone'

const ChartCanvas = dynamic(() => import('./chart-canvas').then((module) => module.ChartCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full rounded-md" />,
})

/** A chart with its legend, a summary in words and the same numbers as a table. Recharts loads on demand. */
export function Chart(props: ChartProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const heightPx = props.heightPx ?? 200
  if (props.rows.length === 0) {
    return (
      <Empty
        size="sm"
        icon={<ChartColumn />}
        title={props.emptyTitle ?? 'Nothing to draw yet'}
        text={props.emptyText ?? 'Numbers appear here after the first runs.'}
      />
    )
  }
  return (
    <figure className={cn('m-0 flex min-w-0 flex-col gap-2', props.className)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Legend series={props.series} title={props.title} />
        <SegmentedControl
          label="View"
          size="sm"
          value={view}
          onValueChange={setView}
          options={[
            { value: 'chart', label: 'Chart', icon: <ChartColumn />, isLabelHidden: true },
            { value: 'table', label: 'Table', icon: <Table2 />, isLabelHidden: true },
          ]}
        />
      </div>
      <div
        style={view === 'chart' ? { height: heightPx } : { maxHeight: heightPx + 120 }}
        className={view === 'chart' ? 'min-w-0' : 'overflow-auto'}
      >
        {view === 'chart' ? <ChartCanvas {...props} /> : <ChartTable {...props} />}
      </div>
      <figcaption className="text-fg-muted text-xs">{props.summary}</figcaption>
    </figure>
  )
}

function Legend({ series, title }: { series: readonly ChartSeries[]; title: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {title && <span className="font-medium text-sm">{title}</span>}
      {series.map((one) => (
        <span key={one.key} className="inline-flex items-center gap-1.5 text-fg-muted text-xs">
          <span aria-hidden="true" className={cn('size-2 rounded-xs', TONE_FILL[one.tone])} />
          {one.label}
        </span>
      ))}
    </div>
  )
}
