'use client'

import { Button } from './button'

export interface LoadMoreProps {
  /** There is another page. */
  hasMore: boolean
  isLoading?: boolean
  onLoadMore: () => void
  shownCount: number
  /** All there are; with `isEstimate` it reads `≈ 1,200`. */
  totalCount?: number
  isEstimate?: boolean
  /** "runs", "entries". */
  noun: string
}

/** Below a list: how many are shown, and more. */
export function LoadMore(props: LoadMoreProps) {
  const total =
    props.totalCount === undefined ? '' : ` of ${props.isEstimate ? '≈ ' : ''}${count(props.totalCount)}`
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 pt-3 text-fg-subtle text-xs">
      <output className="tabular">
        {count(props.shownCount)}
        {total} {props.noun}
      </output>
      {props.hasMore && (
        <Button size="sm" onClick={props.onLoadMore} isLoading={props.isLoading}>
          Load more
        </Button>
      )}
    </div>
  )
}

const count = (value: number) => value.toLocaleString('en')
