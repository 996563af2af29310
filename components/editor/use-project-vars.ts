'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'

/** Names of the project's variables; null until they are known, and for who may not read them. */
export function useProjectVars(): readonly string[] | null {
  const trpc = useTRPC()
  const { projectId, can } = useProject()
  const { data } = useQuery({
    ...trpc.variables.list.queryOptions({ projectId }),
    enabled: can('variables.read'),
    select: namesOf,
  })
  return data ?? null
}

function namesOf(variables: readonly { name: string }[]): string[] {
  return variables.map(({ name }) => name)
}
