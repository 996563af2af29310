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
    for (const noun of ['models', 'secrets']) void queryClient.invalidateQueries({ queryKey: [[noun]] })
  }
  return {
    query: useQuery(trpc.models.listProviders.queryOptions({ projectId })),
    save: useMutation(trpc.models.saveProvider.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(trpc.models.deleteProvider.mutationOptions({ onSuccess: refresh })),
    /** One real call; asked anew each time, and never by itself. */
    test: (name: string, model: string | undefined) =>
      queryClient.fetchQuery({
        ...trpc.models.testProvider.queryOptions({ projectId, name, ...(model && { model }) }),
        staleTime: 0,
        gcTime: 0,
        retry: false,
      }),
  }
}
