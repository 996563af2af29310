'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'
import { toast } from '../ui/toast'
import type { Run } from './run'

/** What people do with a run; refusals are told where they were asked for. */
export function useRunActions(run: Pick<Run, 'id'>) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const input = { projectId, runId: run.id }
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: [['runs']] }),
      queryClient.invalidateQueries({ queryKey: ['run-log', run.id] }),
    ])
  /** Done at a press, without a dialog that could show a refusal. */
  const atOnce = (refused: string, done?: { title: string; description: string }) => ({
    onSuccess: async () => {
      await refresh()
      if (done) toast.success(done.title, { description: done.description })
    },
    onError: (error: unknown) => {
      void refresh()
      toast.error(refused, { description: readError(error).message })
    },
  })
  const resume = useMutation(
    trpc.runs.resume.mutationOptions(
      atOnce('The run was not resumed', {
        title: 'The run goes on',
        description: 'Finished steps are kept.',
      }),
    ),
  )
  const pause = useMutation(trpc.runs.pause.mutationOptions(atOnce('The run was not paused')))
  const goOn = useMutation(trpc.runs.continue.mutationOptions(atOnce('The run was not continued')))
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: refresh }))
  const rollBack = useMutation(trpc.runs.rollBack.mutationOptions({ onSuccess: refresh }))
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
    pause: () => pause.mutate(input),
    isPausing: pause.isPending,
    continue: () => goOn.mutate(input),
    isContinuing: goOn.isPending,
    resume: () => resume.mutate(input),
    isResuming: resume.isPending,
    // A rejection is shown inside the dialog that asked.
    cancel: (reason: string | undefined) =>
      cancel.mutateAsync({ ...input, ...(reason !== undefined && { reason }) }),
    rollBack: () => rollBack.mutateAsync(input),
    erase: () => erase.mutateAsync(input),
  }
}
