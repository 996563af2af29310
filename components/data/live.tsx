'use client'

import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type LiveEnd, liveEndOf, retryDelayMs } from './live-end'
import { useTRPCClient } from './trpc'

export type LiveState = 'connected' | 'reconnecting' | 'offline'

type OnRun = (seq: number | null) => void

interface Live {
  state: LiveState
  /** Given once the stream was refused for good: nothing will be tried again. */
  ended: LiveEnd | undefined
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
  workflows: ['overview', 'secrets', 'variables'],
  settings: ['retention'],
  members: ['sessions', 'organizations', 'projects', 'invitations'],
  invitations: ['members', 'organizations'],
  organizations: ['sessions', 'members'],
  projects: ['sessions', 'organizations', 'members'],
}

export interface LiveProviderProps {
  orgId: string
  /** Called with the nouns that changed, at most every 400 ms; `all` after a gap in which any may have. */
  onChange?: (changed: ReadonlySet<string> | 'all') => void
  children: ReactNode
}

/** One live stream a tab: it tells which queries to read again and which run logs grew. */
export function LiveProvider({ orgId, onChange, children }: LiveProviderProps) {
  const watchers = useRef(new Map<string, Set<OnRun>>())
  const { state, ended } = useChanges(orgId, watchers, onChange)
  const live = useMemo<Live>(
    () => ({
      state,
      ended,
      watchRun(runId, onRun) {
        const callbacks = watchers.current.get(runId) ?? new Set()
        watchers.current.set(runId, callbacks.add(onRun))
        return () => {
          callbacks.delete(onRun)
          if (callbacks.size === 0) watchers.current.delete(runId)
        }
      },
    }),
    [state, ended],
  )
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive needs a LiveProvider above it.')
  return live
}

type Watchers = { readonly current: ReadonlyMap<string, ReadonlySet<OnRun>> }

/** Reads the stream, and again after it broke; ends where it is refused. */
function useChanges(orgId: string, watchers: Watchers, onChange: LiveProviderProps['onChange']) {
  const client = useTRPCClient()
  const visible = useVisible()
  const [state, setState] = useState<LiveState>('reconnecting')
  const [ended, setEnded] = useState<LiveEnd>()
  /** A new object opens the stream anew; `failures` in a row say how long it waited. */
  const [attempt, setAttempt] = useState({ failures: 0 })
  const { mark, markAll, flush } = useInvalidation(onChange)

  useEffect(() => {
    if (!visible || ended) return
    let { failures } = attempt
    let isLeft = false
    let retry: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      if (isLeft) return
      clearTimeout(retry)
      retry = setTimeout(() => setAttempt({ failures: failures + 1 }), retryDelayMs(failures))
    }
    const subscription = client.changes.watch.subscribe(
      { orgId },
      {
        onStarted: () => setState('connected'),
        onConnectionStateChange: ({ state: connection }) => {
          if (connection === 'connecting') setState('reconnecting')
        },
        onError: (error) => {
          const end = liveEndOf(error)
          setState('offline')
          if (end) setEnded(end)
          else again()
        },
        // The server ended it: what that means is what it answers to the next try.
        onComplete: again,
        onData: ({ data: change }) => {
          failures = 0
          setState('connected')
          if (change.all) {
            markAll()
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
      // Leaving completes the stream as well; that end asks for no other try.
      isLeft = true
      subscription.unsubscribe()
      clearTimeout(retry)
      flush()
    }
  }, [client, orgId, visible, ended, attempt, watchers, mark, markAll, flush])
  return { state, ended }
}

/** Gathers what changed, and tells the query cache and `onChange` of it once in a while. */
function useInvalidation(onChange: LiveProviderProps['onChange']) {
  const queryClient = useQueryClient()
  const told = useRef(onChange)
  useEffect(() => {
    told.current = onChange
  }, [onChange])
  return useMemo(() => {
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      clearTimeout(timer)
      timer = undefined
      if (changed.size === 0) return
      const nouns = new Set(changed)
      changed.clear()
      const stale = new Set([...nouns].flatMap((noun) => [noun, ...(ALSO[noun] ?? [])]))
      for (const noun of stale) void queryClient.invalidateQueries({ queryKey: [[noun]] })
      told.current?.(nouns)
    }
    return {
      flush,
      mark: (noun: string) => {
        changed.add(noun)
        timer ??= setTimeout(flush, INVALIDATE_EVERY_MS)
      },
      markAll: () => {
        void queryClient.invalidateQueries()
        told.current?.('all')
      },
    }
  }, [queryClient])
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
