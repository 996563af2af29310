'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC, useTRPCClient } from '@/components/data/trpc'

/** The project's providers and the ways to change them. */
export function useProviders() {
  const trpc = useTRPC()
  const client = useTRPCClient()
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
    /**
     * Tests a new key with one real call and only then puts it in place of the present one. What the call
     * came to; the present key stays where it failed.
     */
    rotate: async (name: string, key: string, model: string | undefined) => {
      await client.providers.stageKey.mutate({ projectId, name, key })
      const result = await client.providers.testNextKey.query({ projectId, name, ...(model && { model }) })
      if (result.proof !== null)
        await client.providers.rotateKey.mutate({ projectId, name, proof: result.proof })
      refresh()
      return result
    },
    /** One real call; asked anew each time, and never by itself. */
    test: async (name: string, model: string | undefined) => {
      const result = await client.providers.test.query({ projectId, name, ...(model && { model }) })
      refresh()
      return result
    },
  }
}
