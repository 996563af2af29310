'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'

/** The project's variables and the ways to change them. */
export function useVariables() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const refresh = () => void queryClient.invalidateQueries({ queryKey: [['variables']] })
  return {
    query: useQuery(trpc.variables.list.queryOptions({ projectId })),
    set: useMutation(trpc.variables.set.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(trpc.variables.delete.mutationOptions({ onSuccess: refresh })),
  }
}
