'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'

/** The keys that the reader may see, and the ways to make and end them. */
export function useApiKeys() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { orgId } = useProject()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: [['apiKeys']] })
  return {
    query: useQuery(trpc.apiKeys.list.queryOptions({ orgId })),
    create: useMutation(trpc.apiKeys.create.mutationOptions({ onSuccess })),
    revoke: useMutation(trpc.apiKeys.revoke.mutationOptions({ onSuccess })),
  }
}

/** The reader's permissions in the organization and in each of its projects. */
export function useHeld() {
  const trpc = useTRPC()
  const { orgId } = useProject()
  return useQuery(
    trpc.sessions.whoami.queryOptions(
      {},
      {
        select: ({ organizations }) => {
          const org = organizations.find(({ id }) => id === orgId)
          return { permissions: org?.permissions ?? [], projects: org?.projects ?? [] }
        },
      },
    ),
  )
}
