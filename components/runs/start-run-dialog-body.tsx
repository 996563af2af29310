'use client'

import { useQuery } from '@tanstack/react-query'
import type { JsonObject } from '@/server/kernel/json'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { QueryView } from '../layout/view-state'
import { Dialog } from '../ui/dialog'
import { Skeleton } from '../ui/skeleton'
import { StartRunForm } from './start-run-form'
import { useStartRun } from './use-start-run'

export interface StartRunDialogProps {
  /** A workflow's name. */
  workflow: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** Prefills the form over the workflow's own defaults: the inputs of an earlier run. */
  initial?: JsonObject
}

/** The dialog of `StartRunDialog`, once it is loaded. */
export function StartRunDialogBody({ workflow, isOpen, onOpenChange, initial }: StartRunDialogProps) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const query = useQuery(trpc.workflows.get.queryOptions({ projectId, workflow }, { enabled: isOpen }))
  const starting = useStartRun(workflow, () => onOpenChange(false))
  const { title, latestVersion } = query.data ?? {}
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => {
        starting.reset()
        onOpenChange(next)
      }}
      title={title ? `Run ${title}` : 'Run workflow'}
      description={latestVersion ? `Version ${latestVersion}` : undefined}
    >
      <QueryView query={query} skeleton={<FormSkeleton />} permission="workflows.read">
        {(loaded) => (
          <StartRunForm
            // A newly published version may ask for other inputs; what was typed goes along.
            key={loaded.latestVersion}
            workflow={loaded}
            initial={starting.typed ?? initial}
            starting={starting}
            onClose={() => onOpenChange(false)}
          />
        )}
      </QueryView>
    </Dialog>
  )
}

function FormSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      {[0, 1].map((field) => (
        <div key={field} className="flex flex-col gap-1.5">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-8 w-full" />
        </div>
      ))}
    </div>
  )
}
