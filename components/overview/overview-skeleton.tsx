import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'

export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4 lg:gap-5">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
        {[1, 2, 3, 4].map((tile) => (
          <Skeleton key={tile} className="h-[5.5rem] rounded-lg" />
        ))}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)] lg:gap-5">
        <div className="flex flex-col gap-4 lg:gap-5">
          <Skeleton className="h-28 rounded-lg" />
          <SkeletonTable rows={6} columns={4} />
        </div>
        <Skeleton className="h-80 rounded-lg max-lg:hidden" />
      </div>
    </div>
  )
}
