import { cn } from './cn'

/** A grey block where content will stand; give it the real size. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn('block h-4 animate-shimmer rounded-sm bg-active', className)} />
  )
}

/** Lines of text to come; the last is shorter. */
export function SkeletonText({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      {indexes(lines).map((line) => (
        <Skeleton key={line} className={cn('h-3', line === lines - 1 ? 'w-2/3' : 'w-full')} />
      ))}
    </div>
  )
}

/** A table to come, with the real table's row height. */
export function SkeletonTable({ rows = 8, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden="true" className="overflow-hidden rounded-lg border bg-surface">
      <SkeletonRow columns={columns} isHead />
      {indexes(rows).map((row) => (
        <SkeletonRow key={row} columns={columns} />
      ))}
    </div>
  )
}

function SkeletonRow({ columns, isHead = false }: { columns: number; isHead?: boolean }) {
  return (
    <div className={cn('flex items-center gap-6 border-b px-4 last:border-b-0', isHead ? 'h-9' : 'h-10')}>
      {indexes(columns).map((column) => (
        <div key={column} className={column === 0 ? 'flex-[2]' : 'flex-1 max-md:nth-[n+3]:hidden'}>
          <Skeleton
            className={cn(isHead ? 'h-2.5 w-12' : 'h-3', !isHead && (column === 0 ? 'w-3/5' : 'w-2/5'))}
          />
        </div>
      ))}
    </div>
  )
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
