'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, splitLink } from '@trpc/client'
import { type ReactNode, useState } from 'react'
import type { AppRouter } from '@/server/api/trpc/router'
import { isRetryable } from './errors'
import { liveLink } from './live-link'
import { TRPCProvider } from './trpc'
import './zod-without-eval'

const URL = '/api/trpc'

/** The query cache and the typed client of every page. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  const [trpcClient] = useState(createClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isRetryable(error) },
      mutations: { retry: false },
    },
  })
}

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: liveLink(URL),
        false: httpBatchLink({ url: URL, maxURLLength: 2_000 }),
      }),
    ],
  })
}
