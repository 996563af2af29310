'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/components/data/trpc'

/** What can be done to a project as a whole. */
export function useProjectActions(projectId: string) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const rename = useMutation(trpc.projects.rename.mutationOptions())
  const remove = useMutation(trpc.projects.delete.mutationOptions())
  const restore = useMutation(trpc.projects.restore.mutationOptions())

  /** The frame around the page is made on the server from what has changed now. */
  async function showAnew() {
    await queryClient.invalidateQueries()
    router.refresh()
  }

  return {
    rename: (name: string) => rename.mutateAsync({ projectId, name }).then(showAnew),
    remove: (confirmation: string) => remove.mutateAsync({ projectId, confirmation }).then(showAnew),
    restore: () => restore.mutateAsync({ projectId }).then(showAnew),
  }
}
