'use client'

import { ArrowUp } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { QueryView } from '../layout/view-state'
import { Button } from '../ui/button'
import { LoadMore } from '../ui/load-more'
import { SkeletonTable } from '../ui/skeleton'
import { isFiltered, type RunFilters } from './run-filters'
import { RunsTable } from './runs-table'
import { useHeldRows } from './use-held-rows'
import type { useRuns } from './use-runs'

export interface RunsListProps {
  query: ReturnType<typeof useRuns>['runs']
  filters: RunFilters
  onClear: () => void
  /** Shown where there are no runs at all. */
  empty: ReactNode
  hasWorkflow?: boolean
}

/** The rows of a list of runs in its five states, with more pages as one scrolls. */
export function RunsList({ query, filters, onClear, empty, hasWorkflow }: RunsListProps) {
  const rows = query.data?.pages.flatMap((page) => page.runs) ?? []
  const counts = query.data?.pages[0]?.counts
  const { shown, newCount, showNew } = useHeldRows(rows)
  const chosen = filters.statuses
  const totalCount =
    counts &&
    Object.entries(counts).reduce(
      (sum, [status, count]) =>
        sum + (chosen.length === 0 || chosen.some((one) => one === status) ? count : 0),
      0,
    )
  return (
    <QueryView
      query={query}
      skeleton={<SkeletonTable rows={10} columns={6} />}
      isEmpty={() => rows.length === 0}
      empty={empty}
      filtered={isFiltered(filters) ? { onClear, noun: 'runs' } : undefined}
      permission="runs.read"
    >
      {() => (
        <>
          {newCount > 0 && (
            <div className="pointer-events-none sticky top-[calc(var(--topbar-height)+0.75rem)] z-20 flex h-0 justify-center">
              <Button
                size="sm"
                className="pointer-events-auto shadow-pop"
                icon={<ArrowUp />}
                onClick={showNew}
              >
                {newCount} new
              </Button>
            </div>
          )}
          <RunsTable runs={shown} {...(hasWorkflow !== undefined && { hasWorkflow })} />
          <LoadMore
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
            shownCount={shown.length}
            {...(totalCount !== undefined && { totalCount })}
            noun="runs"
          />
          <EndMark
            isOn={query.hasNextPage && !query.isFetching}
            onReached={() => void query.fetchNextPage()}
          />
        </>
      )}
    </QueryView>
  )
}

/** Asks for the next page shortly before its end comes into view. */
function EndMark({ isOn, onReached }: { isOn: boolean; onReached: () => void }) {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!isOn || !mark.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onReached()
      },
      { rootMargin: '600px' },
    )
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [isOn, onReached])
  return <span ref={mark} aria-hidden="true" className="block h-px" />
}
