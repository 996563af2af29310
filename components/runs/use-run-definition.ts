'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { useProject } from '../data/project'
import { useTRPCClient } from '../data/trpc'
import type { Run } from './run'

/** What a run executes: its version, or the draft as it was tried. The checker is loaded on demand. */
export function useRunDefinition(run: Pick<Run, 'id'>) {
  const client = useTRPCClient()
  const { projectId } = useProject()
  return useQuery(
    queryOptions({
      queryKey: ['run-definition', projectId, run.id],
      queryFn: async (): Promise<WorkflowDefinition | null> => {
        const [{ source }, { checkWorkflow }] = await Promise.all([
          client.workflows.ofRun.query({ projectId, runId: run.id }),
          import('@/server/language/definition'),
        ])
        // It was checked before it ran, so the project had the variables that it reads.
        const checked = checkWorkflow(source, { projectVars: null })
        return checked.ok ? checked.definition : null
      },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
}
