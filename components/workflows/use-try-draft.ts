'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { problemSchema } from '@/server/features/workflows/schema'
import type { JsonObject } from '@/server/kernel/json'
import type { Problem } from '@/server/language/contracts'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { readError } from '../layout/client-error'

/** Starts runs of a draft's text and goes to their page. */
export function useTryDraft(
  workflow: Outputs['workflows']['get'],
  onStarted: () => void,
  onRefused: (problems: Problem[]) => void,
) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const run = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: ({ number }) => {
        for (const noun of ['runs', 'workflows', 'overview'])
          void queryClient.invalidateQueries({ queryKey: [[noun]] })
        router.push(`${base}/runs/${number}`)
        onStarted()
      },
      onError: (error) => {
        const found = problemSchema.array().safeParse(readError(error).details?.problems)
        if (found.success) onRefused(found.data)
      },
    }),
  )
  return {
    start: (source: string, inputs: JsonObject) =>
      run.mutate({ projectId, workflow: workflow.name, inputs, draft: { source } }),
    isStarting: run.isPending || run.isSuccess,
    error: run.error,
  }
}
