import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { MAIN_HEIGHT_PX, SIDE_HEIGHT_PX } from './chart-sizes'

/** The whole page while nothing is known yet. */
export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4 lg:gap-5">
      <Skeleton className="h-11 rounded-lg" />
      <MetricsSkeleton />
      <SkeletonTable rows={6} columns={4} />
    </div>
  )
}

/** Tiles and charts. */
export function MetricsSkeleton() {
  return (
    <div className="flex flex-col gap-4 lg:gap-5">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        {[1, 2, 3, 4].map((tile) => (
          <Skeleton key={tile} className="h-[5.5rem] rounded-lg" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2 lg:gap-5">
        <div className="lg:col-span-2" style={{ height: MAIN_HEIGHT_PX + CARD_PX }}>
          <Skeleton className="size-full rounded-lg" />
        </div>
        {[1, 2, 3, 4].map((chart) => (
          <div key={chart} style={{ height: SIDE_HEIGHT_PX + CARD_PX }}>
            <Skeleton className="size-full rounded-lg" />
          </div>
        ))}
      </div>
    </div>
  )
}

/** Of the head of a card with its padding, the legend and the sentence below the chart. */
const CARD_PX = 122
