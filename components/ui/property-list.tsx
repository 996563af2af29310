import type { ReactNode } from 'react'
import { cn } from './cn'

export interface PropertyListProps {
  items: readonly { label: ReactNode; value: ReactNode }[]
  /** `row` puts label and value side by side, `column` above each other. */
  layout?: 'row' | 'column'
  className?: string
}

/** Facts as label and value: the head of an inspector, the details of a run. */
export function PropertyList({ items, layout = 'row', className }: PropertyListProps) {
  const isRow = layout === 'row'
  return (
    <dl
      className={cn(
        'text-sm',
        isRow ? 'grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5' : 'flex flex-wrap gap-x-8 gap-y-3',
        className,
      )}
    >
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list, never reordered
        <div key={index} className={isRow ? 'contents' : 'flex min-w-0 flex-col gap-0.5'}>
          <dt className={cn('text-fg-subtle', !isRow && 'text-xs')}>{item.label}</dt>
          <dd className="m-0 min-w-0 text-fg [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
