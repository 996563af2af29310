'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { useQueryParams } from '@/components/data/use-query-params'
import { type DateRange, resolveDateRange } from '@/components/ui/date-range-rules'
import { readAudit, WHOLE_RANGE } from './audit-filters'

/** The organization's audit entries under the filters in the address. */
export function useAudit() {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const { params, change } = useQueryParams()
  const filters = readAudit(params)
  const search = useDeferredValue(filters.search.trim())
  const { outcome, action, actor } = filters
  const window = useWindow(filters.range)
  const filter = {
    orgId,
    ...(outcome && { outcome }),
    ...(action && { action }),
    ...(actor && { actor }),
    ...(search && { search }),
    ...window,
  }
  const isFiltered =
    Boolean(outcome || action || actor || search) ||
    !('preset' in filters.range && filters.range.preset === WHOLE_RANGE)
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  )
  const entries = query.data?.pages.flatMap((page) => page.entries)
  return { query: { ...query, data: entries }, filters, filter, isFiltered, change }
}

/** The range as instants; one that ends now stays open at its end, so that new entries appear. */
function useWindow(range: DateRange): { from: string; to?: string } {
  const key = JSON.stringify(range)
  return useMemo(() => {
    const given: DateRange = JSON.parse(key)
    const { fromMs, toMs } = resolveDateRange(given, Date.now())
    const from = new Date(fromMs).toISOString()
    return 'preset' in given ? { from } : { from, to: new Date(toMs).toISOString() }
  }, [key])
}
