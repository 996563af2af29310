'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'
import { toast } from '../ui/toast'

/** Takes a workflow out of the lists; a toast brings it back. */
export function useArchive(workflow: { id: string; name: string; title: string }): () => void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const archive = useMutation(
    trpc.workflows.archive.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.workflows.list.pathKey() }),
      onError: (error) => toast.error('That did not work', { description: readError(error).message }),
    }),
  )
  const input = { projectId, workflowId: workflow.id }

  async function bringBack() {
    await archive.mutateAsync({ ...input, archived: false })
    router.push(`${base}/workflows/${workflow.name}`)
  }

  return () =>
    archive.mutate(
      { ...input, archived: true },
      {
        onSuccess: () => {
          router.push(`${base}/workflows`)
          toast.success(`${workflow.title} is archived`, {
            duration: 10_000,
            action: { label: 'Undo', onClick: () => void bringBack().catch(() => {}) },
          })
        },
      },
    )
}
