'use client'

import { useQuery } from '@tanstack/react-query'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { QueryView } from '../layout/view-state'
import { Dialog } from '../ui/dialog'
import { Skeleton } from '../ui/skeleton'
import { ReplayForm } from './replay-form'
import type { Run } from './run'
import { useRunDefinition } from './use-run-definition'

export interface ReplayDialogProps {
  run: Run
  view: RunView | undefined
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** The step to begin at, chosen beforehand. */
  from?: string
}

/** The dialog of `ReplayDialog`, once it is loaded. */
export function ReplayDialogBody({ run, view, isOpen, onOpenChange, from }: ReplayDialogProps) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const own = useRunDefinition(run)
  const latest = useQuery(
    trpc.workflows.get.queryOptions({ projectId, workflow: run.workflow.id }, { enabled: isOpen }),
  )
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Replay run #${run.number}`}
      description="Starts a new run. This one stays as it is."
    >
      <QueryView query={latest} skeleton={<Skeleton className="h-40 w-full" />} permission="workflows.read">
        {(workflow) => (
          <QueryView query={own} skeleton={<Skeleton className="h-40 w-full" />} permission="workflows.read">
            {(definition) => (
              <ReplayForm
                run={run}
                view={view}
                ownInputs={definition?.inputs ?? {}}
                latest={{ number: workflow.latestVersion, inputs: workflow.inputs }}
                from={from}
                onClose={() => onOpenChange(false)}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </Dialog>
  )
}
