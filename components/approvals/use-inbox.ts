'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { useQueryParams } from '@/components/data/use-query-params'
import { useShortcuts } from '@/components/layout/shortcuts'
import { type InboxState, readInbox } from './inbox-address'
import { neighbour, nextToDecide } from './inbox-rules'

const PAGE = 50
const MOST = 200

/** The inbox's lists, the chosen request and the ways to move between requests. */
export function useInbox() {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const { params, change } = useQueryParams()
  const { state, approvalId } = readInbox(params)
  const [limit, setLimit] = useState(PAGE)
  const query = useQuery({
    ...trpc.approvals.list.queryOptions({ projectId, state, limit }),
    // While more are read, the shorter list stays; the other tab's list must not stand in for this one.
    placeholderData: (before) =>
      before?.every(({ status }) => (status === 'pending') === (state === 'pending')) ? before : undefined,
  })
  const approvals = useMemo(() => query.data ?? [], [query.data])
  const choose = useCallback(
    (id: string | undefined, history: 'push' | 'replace' = 'push') => change({ approval: id }, history),
    [change],
  )
  return {
    query,
    state,
    approvalId,
    choose,
    showTab: (tab: InboxState) =>
      change({ state: tab === 'decided' ? tab : undefined, approval: undefined }, 'push'),
    goToNext: (decidedId: string) => choose(nextToDecide(approvals, decidedId)?.id, 'replace'),
    more: {
      hasMore: approvals.length === limit && limit < MOST,
      isLoading: query.isFetching,
      onLoadMore: () => setLimit(Math.min(limit * 2, MOST)),
    },
  }
}

export type InboxModel = ReturnType<typeof useInbox>

/** `j` and `k` walk the requests, Esc closes the chosen one. */
export function useInboxKeys({ query, approvalId, choose }: InboxModel) {
  const approvals = query.data
  const shortcuts = useMemo(() => {
    const move = (step: 1 | -1) => () => {
      // The address is ahead of what is drawn when keys come fast.
      const chosenId = readInbox(new URLSearchParams(window.location.search)).approvalId
      const next = neighbour(approvals ?? [], chosenId, step)
      if (next) choose(next.id, chosenId ? 'replace' : 'push')
    }
    return [
      { keys: 'j', label: 'Next request', onPress: move(1) },
      { keys: 'k', label: 'Previous request', onPress: move(-1) },
      { keys: 'esc', label: 'Close the request', onPress: () => choose(undefined), isOff: !approvalId },
    ]
  }, [approvals, approvalId, choose])
  useShortcuts('Approvals', shortcuts)
}
