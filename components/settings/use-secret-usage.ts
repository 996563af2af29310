'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import type { Reference } from '@/server/features/workflows/schema'
import { useReferences } from './use-references'

/** What uses a secret: workflows that name it, and providers whose key it is. */
export function useSecretUsage(): (name: string) => {
  workflows: readonly Reference[] | undefined
  providers: readonly string[]
} {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const usedBy = useReferences()
  const providers = useQuery(trpc.providers.list.queryOptions({ projectId })).data ?? []
  return (name) => ({
    workflows: usedBy('secret', name),
    providers: providers
      // A key that waits for its test belongs to its provider, too.
      .filter(({ keySecret }) => keySecret === name || `${keySecret}_NEXT` === name)
      .map((provider) => provider.name),
  })
}
