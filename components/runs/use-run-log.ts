'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { applyRunEvents, emptyRunView, type RunView } from '@/server/kernel/run-view'
import { useLive } from '../data/live'
import { useProject } from '../data/project'
import { useTRPCClient } from '../data/trpc'

export interface RunLog {
  view: RunView
  events: readonly LoggedRunEvent[]
}

const EMPTY: RunLog = { view: emptyRunView(), events: [] }

/** Bursts of announcements become one request. */
const GATHER_MS = 80

/** The log of a run and what it tells, kept live: each fetch asks only for what came after the last event. */
export function useRunLog(runId: string) {
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const { watchRun } = useLive()
  /** How far the log reaches by what was announced. */
  const reach = useRef(0)
  const queryKey = ['run-log', runId]

  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      let log = queryClient.getQueryData<RunLog>(queryKey) ?? EMPTY
      for (;;) {
        const input = { projectId, runId, afterSeq: log.view.lastSeq }
        const { events, more } = await client.runs.events.query(input, { signal })
        log = extended(log, events)
        if (!more && log.view.lastSeq >= reach.current) return log
        if (events.length === 0) return log
        queryClient.setQueryData(queryKey, log)
      }
    },
    // The stream says when there is more.
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  const { refetch, data, isFetching } = query

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = watchRun(runId, (seq) => {
      if (seq !== null) reach.current = Math.max(reach.current, seq)
      timer ??= setTimeout(() => {
        timer = undefined
        void refetch({ cancelRefetch: false })
      }, GATHER_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [watchRun, runId, refetch])

  // An announcement may arrive just as a fetch ends that did not know of it.
  const lastSeq = data?.view.lastSeq ?? 0
  useEffect(() => {
    if (!isFetching && lastSeq > 0 && lastSeq < reach.current) void refetch({ cancelRefetch: false })
  }, [isFetching, lastSeq, refetch])

  return query
}

function extended(log: RunLog, events: readonly LoggedRunEvent[]): RunLog {
  if (events.length === 0) return log
  return { view: applyRunEvents(log.view, events), events: [...log.events, ...events] }
}
