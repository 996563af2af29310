'use client'

import { ArrowDown, X } from 'lucide-react'
import { type RefObject, useRef } from 'react'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { useDateFormat } from '@/components/ui/date-preferences'
import { Empty } from '@/components/ui/empty'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Brush } from './brush-rules'
import { bucketLabels } from './bucket-labels'
import { tellRuns } from './chart-rows'
import type { TimeWindow } from './overview-address'
import { RunRows } from './run-rows'
import { useInView } from './use-in-view'
import { type SeriesData, useWindowRuns } from './use-overview'

export interface WindowRunsProps {
  window: TimeWindow
  brush: Brush
  series: SeriesData
  workflowId: string | undefined
  onClear: () => void
}

/** The runs of the time chosen on a chart, those that failed first. */
export function WindowRuns({ window, brush, series, workflowId, onClear }: WindowRunsProps) {
  const list = useRef<HTMLDivElement>(null)
  const query = useWindowRuns(window, workflowId)
  const { preferences } = useDateFormat()
  const name = bucketLabels(series.bucket, preferences).span(window.from, window.to)
  const buckets = series.buckets.slice(brush.first, brush.last + 1)
  const counted = buckets.reduce((sum, bucket) => sum + bucket.runs, 0)
  const shown = query.data?.runs.length ?? 0
  return (
    <>
      <Chosen list={list} name={name} told={tellRuns(buckets)} onClear={onClear} />
      <div ref={list} tabIndex={-1} className="scroll-mt-[calc(var(--topbar-height)+1rem)] outline-none">
        <Card
          title={`Runs of ${name}`}
          description={
            <span aria-live="polite">
              {tellRuns(buckets)}
              {shown > 0 && shown < counted && `; the first ${shown} of them, failed first`}
            </span>
          }
          isFlush
          actions={
            <Button size="sm" variant="ghost" icon={<X />} onClick={onClear}>
              Clear
            </Button>
          }
        >
          <QueryView
            query={query}
            permission="runs.read"
            skeleton={<SkeletonTable rows={Math.min(8, Math.max(1, counted))} columns={4} />}
            isEmpty={({ runs }) => runs.length === 0}
            empty={<NoRuns isCounted={counted > 0} />}
          >
            {({ runs }) => <RunRows label="Runs of the chosen time" runs={runs} />}
          </QueryView>
        </Card>
      </div>
    </>
  )
}

function NoRuns({ isCounted }: { isCounted: boolean }) {
  return isCounted ? (
    <Empty
      size="sm"
      className="border-0"
      title="These runs are no longer kept"
      text="Their figures stay in the charts after retention has removed the runs themselves."
    />
  ) : (
    <Empty
      size="sm"
      className="border-0"
      title="No runs in this time"
      text="Choose another stretch of a chart."
    />
  )
}

interface ChosenProps {
  list: RefObject<HTMLDivElement | null>
  name: string
  told: string
  onClear: () => void
}

/** Floats at the foot of the screen while the list is below it, so that choosing shows at once what it chose. */
function Chosen({ list, name, told, onClear }: ChosenProps) {
  const isInView = useInView(list)
  if (isInView !== false) return null
  function show() {
    list.current?.focus({ preventScroll: true })
    list.current?.scrollIntoView()
  }
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--tabbar-height)+1rem)] z-30 flex justify-center px-4">
      <div className="pointer-events-auto flex max-w-full animate-enter items-center gap-1 rounded-lg bg-raised py-1.5 pr-1.5 pl-3.5 text-sm shadow-pop">
        <span className="min-w-0 max-sm:flex max-sm:flex-1 max-sm:flex-col sm:truncate">
          <span className="truncate font-medium">{name}</span>{' '}
          <span className="truncate text-fg-muted max-sm:text-xs">{told}</span>
        </span>
        <Button size="sm" variant="ghost" icon={<ArrowDown />} onClick={show} className="ml-2">
          Show
        </Button>
        <Button size="sm" variant="ghost" onClick={onClear}>
          Clear
        </Button>
      </div>
    </div>
  )
}
