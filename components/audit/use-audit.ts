'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { useQueryParams } from '@/components/data/use-query-params'
import { readAudit } from './audit-filters'

/** The organization's audit entries under the filters in the address. */
export function useAudit() {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const { params, change } = useQueryParams()
  const filters = readAudit(params)
  const search = useDeferredValue(filters.search.trim())
  const { outcome, action, actor } = filters
  const filter = {
    orgId,
    ...(outcome && { outcome }),
    ...(action && { action }),
    ...(actor && { actor }),
    ...(search && { search }),
  }
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  )
  const entries = query.data?.pages.flatMap((page) => page.entries)
  return { query: { ...query, data: entries }, filters, filter, change }
}
