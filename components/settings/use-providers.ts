'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'

/** The project's providers and the ways to change them. */
export function useProviders() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const refresh = () => {
    // A provider's key is a secret of its own: both lists change.
    for (const noun of ['providers', 'models', 'secrets'])
      void queryClient.invalidateQueries({ queryKey: [[noun]] })
  }
  return {
    query: useQuery(trpc.providers.list.queryOptions({ projectId })),
    save: useMutation(trpc.providers.save.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(trpc.providers.delete.mutationOptions({ onSuccess: refresh })),
    /** One real call; asked anew each time, and never by itself. */
    test: (name: string, model: string | undefined) =>
      queryClient.fetchQuery({
        ...trpc.providers.test.queryOptions({ projectId, name, ...(model && { model }) }),
        staleTime: 0,
        gcTime: 0,
        retry: false,
      }),
  }
}
