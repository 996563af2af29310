'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Surroundings } from '@/server/language/definition'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'

/** What a document of this project can name besides its own: variables and secrets; null until they are known. */
export function useSurroundings(): Surroundings {
  const trpc = useTRPC()
  const { projectId, can } = useProject()
  const { data: projectVars = null } = useQuery({
    ...trpc.variables.list.queryOptions({ projectId }),
    enabled: can('variables.read'),
    select: namesOf,
  })
  const { data: secrets = null } = useQuery({
    ...trpc.secrets.list.queryOptions({ projectId }),
    enabled: can('secrets.read'),
    select: namesOf,
  })
  return useMemo(() => ({ projectVars, secrets }), [projectVars, secrets])
}

function namesOf(named: readonly { name: string }[]): string[] {
  return named.map(({ name }) => name)
}
