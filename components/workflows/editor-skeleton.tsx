import { Skeleton } from '../ui/skeleton'

/** Lines of a document to come. */
export function EditorSkeleton() {
  const widths = ['w-24', 'w-40', 'w-56', 'w-16', 'w-48', 'w-64', 'w-52', 'w-20', 'w-44', 'w-60', 'w-36']
  return (
    <div className="flex flex-col gap-2 px-6 py-4" aria-hidden="true">
      {widths.map((width) => (
        <div key={width} className="flex items-center gap-4">
          <Skeleton className="h-3 w-4" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  )
}
