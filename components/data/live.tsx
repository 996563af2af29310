'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useTRPCClient } from './trpc'

export type LiveState = 'connected' | 'reconnecting' | 'offline'

type OnRun = (seq: number | null) => void

interface Live {
  state: LiveState
  /** Calls back with how far a run's log reaches; `null`: something may have been missed, read again. */
  watchRun(runId: string, onRun: OnRun): () => void
}

const LiveContext = createContext<Live | undefined>(undefined)

/** Lists are read again at most this often, however busy the org is. */
const INVALIDATE_EVERY_MS = 400
/** A hidden tab gives its connection back after this: a browser allows six to one host. */
const HIDDEN_GRACE_MS = 20_000

/** What else shows a noun's rows. */
const ALSO: Record<string, string[]> = {
  runs: ['overview', 'workflows', 'usage'],
  approvals: ['overview'],
  workflows: ['overview'],
}

/** One live stream a tab: it tells which queries to read again and which run logs grew. */
export function LiveProvider({ orgId, children }: { orgId: string; children: ReactNode }) {
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('reconnecting')
  const visible = useVisible()
  const watchers = useRef(new Map<string, Set<OnRun>>())

  useEffect(() => {
    if (!visible) return
    const stale = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const invalidate = () => {
      timer = undefined
      for (const noun of stale) void queryClient.invalidateQueries({ queryKey: [[noun]] })
      stale.clear()
    }
    const mark = (noun: string) => {
      for (const name of [noun, ...(ALSO[noun] ?? [])]) stale.add(name)
      timer ??= setTimeout(invalidate, INVALIDATE_EVERY_MS)
    }
    const subscription = client.changes.watch.subscribe(
      { orgId },
      {
        onStarted: () => setState('connected'),
        onConnectionStateChange: ({ state: connection }) => {
          if (connection === 'connecting') setState('reconnecting')
        },
        onError: () => setState('offline'),
        onData: ({ data: change }) => {
          setState('connected')
          if (change.all) {
            void queryClient.invalidateQueries()
            for (const callbacks of watchers.current.values()) for (const onRun of callbacks) onRun(null)
            return
          }
          for (const topic of change.topics) mark(topic)
          for (const [runId, seq] of Object.entries(change.runs))
            for (const onRun of watchers.current.get(runId) ?? []) onRun(seq)
        },
      },
    )
    return () => {
      clearTimeout(timer)
      subscription.unsubscribe()
    }
  }, [client, queryClient, orgId, visible])

  const live = useMemo<Live>(
    () => ({
      state,
      watchRun(runId, onRun) {
        const callbacks = watchers.current.get(runId) ?? new Set()
        watchers.current.set(runId, callbacks.add(onRun))
        return () => {
          callbacks.delete(onRun)
          if (callbacks.size === 0) watchers.current.delete(runId)
        }
      },
    }),
    [state],
  )
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive needs a LiveProvider above it.')
  return live
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onChange = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') setVisible(true)
      else timer = setTimeout(() => setVisible(false), HIDDEN_GRACE_MS)
    }
    document.addEventListener('visibilitychange', onChange)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onChange)
    }
  }, [])
  return visible
}
