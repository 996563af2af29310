'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { runNumberOf, runSearchOf } from './palette-groups'

type Run = Outputs['runs']['list']['runs'][number]

const LIMIT = 8
const TYPING_MS = 150

/** Runs that fit what is typed: the one of that number, then those with it in their title. */
export function useFoundRuns(query: string): { runs: readonly Run[]; isBusy: boolean } {
  const trpc = useTRPC()
  const { projectId, can } = useProject()
  const search = useRested(runSearchOf(query))
  const number = search === undefined ? undefined : runNumberOf(search)
  const mayRead = can('runs.read')
  const found = useQuery(
    trpc.runs.list.queryOptions(
      { projectId, search: search ?? '', limit: LIMIT },
      { enabled: mayRead && search !== undefined, placeholderData: keepPreviousData },
    ),
  )
  // Asking for one run below the next number finds it, or answers with another: never with an error.
  const numbered = useQuery(
    trpc.runs.list.queryOptions(
      { projectId, cursor: (number ?? 0) + 1, limit: 1 },
      { enabled: mayRead && number !== undefined },
    ),
  )
  if (search === undefined) return { runs: [], isBusy: false }
  const exact = numbered.data?.runs.filter((run) => run.number === number) ?? []
  const others = (found.data?.runs ?? []).filter((run) => run.id !== exact[0]?.id)
  return { runs: [...exact, ...others], isBusy: found.isFetching || numbered.isFetching }
}

/** The value once it has stayed the same for a moment; nothing at once. */
function useRested(value: string | undefined): string | undefined {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), value === undefined ? 0 : TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
