'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { JsonObject } from '@/server/kernel/json'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { defaultsFor, validateValue } from '../ui/schema-form'
import { fittingInputs, inputsSchema } from './inputs-schema'

type Workflow = Outputs['workflows']['get']

/** Starts runs of a workflow and goes to their page; `publishAndRun` publishes the draft first. */
export function useStartRun(workflow: string, onStarted: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { base, projectId } = useProject()
  const [typed, setTyped] = useState<JsonObject>()
  const run = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: ({ number }) => {
        for (const noun of ['runs', 'workflows', 'overview'])
          void queryClient.invalidateQueries({ queryKey: [[noun]] })
        router.push(`${base}/runs/${number}`)
        onStarted()
      },
    }),
  )
  const publish = useMutation(trpc.workflows.publish.mutationOptions())

  function start(inputs: JsonObject) {
    run.mutate({ projectId, workflow, inputs })
  }

  /** Runs at once where the new version asks for nothing more; else its form opens with what was typed. */
  async function publishAndRun({ id, draftSource }: Workflow, values: JsonObject) {
    setTyped(values)
    await publish.mutateAsync({ projectId, workflowId: id, source: draftSource })
    const query = trpc.workflows.get.queryOptions({ projectId, workflow })
    const fresh = await queryClient.fetchQuery({ ...query, staleTime: 0 })
    const schema = inputsSchema(fresh.inputs)
    const inputs = defaultsFor(schema, fittingInputs(fresh.inputs, values))
    if (Object.keys(validateValue(schema, inputs)).length === 0) start(inputs)
  }

  return {
    start,
    publishAndRun: (current: Workflow, values: JsonObject) => {
      // The mutation keeps the refusal; the form shows it.
      publishAndRun(current, values).catch(() => {})
    },
    typed,
    isStarting: run.isPending || run.isSuccess,
    isPublishing: publish.isPending,
    error: run.error,
    publishError: publish.error,
    reset: () => {
      setTyped(undefined)
      run.reset()
      publish.reset()
    },
  }
}

export type StartingRun = ReturnType<typeof useStartRun>
