'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Tag, X } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { toast } from '../ui/toast'

type Version = Outputs['workflows']['versions'][number]

export interface VersionLabelsProps {
  workflow: string
  version: Version
  /** Only shown: in a row that is itself a button. */
  isShort: boolean
}

/** The labels that stand for a version; where it may be done, each can be removed. */
export function VersionLabels({ workflow, version, isShort }: VersionLabelsProps) {
  const { can } = useProject()
  const [removing, setRemoving] = useState<string>()
  const remove = useRemoveLabel(workflow)
  if (version.labels.length === 0) return null
  const mayRemove = !isShort && can('workflows.publish')
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {version.labels.map(({ name, setBy }) => (
        <span key={name} className="inline-flex max-w-full items-center">
          <Badge tone="accent" icon={<Tag />} title={`Set by ${setBy}`}>
            {name}
          </Badge>
          {mayRemove && (
            <button
              type="button"
              aria-label={`Remove the label ${name}`}
              onClick={() => setRemoving(name)}
              className="grid size-6 place-items-center rounded-sm text-fg-subtle hover:bg-hover hover:text-fg [&_svg]:size-3.5"
            >
              <X aria-hidden="true" />
            </button>
          )}
        </span>
      ))}
      {mayRemove && (
        <ConfirmDialog
          isOpen={removing !== undefined}
          onOpenChange={() => setRemoving(undefined)}
          title={`Remove the label ${removing ?? ''}?`}
          description="Workflows and programs that ask for it are refused until it is set again. The version stays."
          confirmLabel="Remove label"
          isDangerous
          onConfirm={() => removing && remove(removing)}
        />
      )}
    </span>
  )
}

function useRemoveLabel(workflow: string): (label: string) => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { projectId } = useProject()
  const remove = useMutation(trpc.workflows.removeLabel.mutationOptions())
  return async (label) => {
    await remove.mutateAsync({ projectId, workflow, label })
    await queryClient.invalidateQueries({ queryKey: [['workflows']] })
    toast.success(`The label ${label} is removed`)
  }
}
