'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { JsonObject } from '@/server/kernel/json'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { type ClientError, readError } from '../layout/client-error'
import type { Run } from './run'

interface Replay {
  version: 'same' | 'latest'
  from?: string
  inputs?: JsonObject
}

/** Starts a run that repeats another one, and goes to its page. */
export function useReplay(
  run: Pick<Run, 'id'>,
  onStarted: () => void,
  onRefused: (error: ClientError) => void,
) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const replay = useMutation(
    trpc.runs.replay.mutationOptions({
      onSuccess: ({ number }) => {
        void queryClient.invalidateQueries({ queryKey: [['runs']] })
        router.push(`${base}/runs/${number}`)
        onStarted()
      },
      onError: (error) => onRefused(readError(error)),
    }),
  )
  return {
    start: (how: Replay) => replay.mutate({ projectId, runId: run.id, ...how }),
    isStarting: replay.isPending || replay.isSuccess,
    error: replay.error,
  }
}
