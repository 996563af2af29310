'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPCClient } from '../data/trpc'
import type { PlannedStep } from './step-tree'

const NONE: readonly PlannedStep[] = []

/** The steps that a run's version defines, to show what is still to come. The checker is loaded on demand. */
export function usePlan(workflow: string, version: number): readonly PlannedStep[] {
  const client = useTRPCClient()
  const { projectId } = useProject()
  const query = useQuery({
    queryKey: ['plan', projectId, workflow, version],
    queryFn: async () => {
      const input = { projectId, workflow, number: version }
      const [{ source }, { checkWorkflow }] = await Promise.all([
        client.workflows.version.query(input),
        import('@/server/language/definition'),
      ])
      // It was published, so the project had the variables that it reads.
      const checked = checkWorkflow(source, { projectVars: null })
      return checked.ok ? checked.definition.steps : NONE
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  // Without it the tree shows what the log knows.
  return query.data ?? NONE
}
