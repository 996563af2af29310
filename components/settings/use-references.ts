'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import type { Reference } from '@/server/features/workflows/schema'

/** Which workflows name a secret or a variable; nothing until it is known. */
export function useReferences(): (kind: Reference['kind'], name: string) => readonly Reference[] | undefined {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const references = useQuery(trpc.workflows.references.queryOptions({ projectId })).data
  return (kind, name) => references?.filter((reference) => reference.kind === kind && reference.name === name)
}
