'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'

/** Names of the project's secrets and the ways to change them. Values only ever go in. */
export function useSecrets() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const refresh = () => {
    for (const noun of ['secrets', 'providers']) void queryClient.invalidateQueries({ queryKey: [[noun]] })
  }
  return {
    query: useQuery(trpc.secrets.list.queryOptions({ projectId })),
    set: useMutation(trpc.secrets.set.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(trpc.secrets.delete.mutationOptions({ onSuccess: refresh })),
  }
}
