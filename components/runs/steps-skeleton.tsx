import { Skeleton } from '../ui/skeleton'

/** Rows of a timeline to come. */
export function StepsSkeleton() {
  const bars = ['ml-0 w-16', 'ml-16 w-32', 'ml-48 w-10', 'ml-52 w-44', 'ml-72 w-20']
  return (
    <div className="flex flex-col gap-4 px-4 py-4 md:px-6" aria-hidden="true">
      {bars.map((bar) => (
        <div key={bar} className="flex items-center gap-6">
          <Skeleton className="h-4 w-40 shrink-0" />
          <Skeleton className={`h-3 max-md:hidden ${bar}`} />
        </div>
      ))}
    </div>
  )
}
