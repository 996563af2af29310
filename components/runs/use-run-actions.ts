'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'
import { toast } from '../ui/toast'
import type { Run } from './run'

/** Cancelling and resuming a run; refusals are told where they were asked for. */
export function useRunActions(run: Run) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const input = { projectId, runId: run.id }
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: [['runs']] }),
      queryClient.invalidateQueries({ queryKey: ['run-log', run.id] }),
    ])
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: refresh }))
  const resume = useMutation(
    trpc.runs.resume.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast.success('The run goes on', { description: 'Finished steps are kept.' })
      },
      onError: (error) => {
        void refresh()
        toast.error('The run was not resumed', { description: readError(error).message })
      },
    }),
  )
  const erase = useMutation(
    trpc.runs.erasePayloads.mutationOptions({
      onSuccess: async () => {
        // What this browser remembers of the log goes, too.
        queryClient.removeQueries({ queryKey: ['run-log', run.id] })
        await refresh()
        toast.success('Erased the payloads of this run')
      },
    }),
  )
  return {
    erase: () => erase.mutateAsync(input),
    // A rejection is shown inside the dialog that asked.
    cancel: () => cancel.mutateAsync(input),
    resume: () => resume.mutate(input),
    isResuming: resume.isPending,
  }
}
