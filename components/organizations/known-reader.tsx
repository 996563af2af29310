'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useTRPC } from '@/components/data/trpc'
import type { Whoami } from '@/server/features/sessions/schema'

/** Who reads this page, as the server knew when it made it: nothing below waits for the answer. */
export function KnownReader({ whoami, children }: { whoami: Whoami; children: ReactNode }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  useQuery(trpc.sessions.whoami.queryOptions({}, { initialData: whoami, staleTime: 60_000 }))
  useEffect(() => {
    queryClient.setQueryData(trpc.sessions.whoami.queryKey({}), whoami)
  }, [queryClient, trpc, whoami])
  return children
}
