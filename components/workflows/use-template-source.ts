'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { TEMPLATES } from './templates'

/** The text behind a choice: a template's id, or `copy:<workflow>`. */
export function useTemplateSource(choice: string) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const template = TEMPLATES.find((one) => one.id === choice)
  const workflow = choice.startsWith('copy:') ? choice.slice('copy:'.length) : ''
  const copied = useQuery(
    trpc.workflows.get.queryOptions({ projectId, workflow }, { enabled: workflow !== '' }),
  )
  return {
    source: template?.source ?? copied.data?.draftSource,
    isLoading: !template && copied.isLoading,
    problem:
      !template && copied.error ? 'The workflow to copy could not be read. Choose another one.' : undefined,
  }
}
