'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { useBreadcrumbs } from '../layout/breadcrumbs'
import { PageFill } from '../layout/page'
import { QueryView } from '../layout/view-state'
import { Skeleton } from '../ui/skeleton'
import { EditorSkeleton } from './editor-skeleton'
import { LoadedWorkflow } from './loaded-workflow'

/** One workflow: its editor, runs and versions. */
export function WorkflowView({ name }: { name: string }) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const query = useQuery(trpc.workflows.get.queryOptions({ projectId, workflow: name }))
  useBreadcrumbs([{ label: query.data?.title ?? name }])
  return (
    <PageFill>
      <QueryView query={query} skeleton={<WorkflowSkeleton />} permission="workflows.read">
        {(workflow) => <LoadedWorkflow key={workflow.id} workflow={workflow} />}
      </QueryView>
    </PageFill>
  )
}

function WorkflowSkeleton() {
  return (
    <div className="flex flex-col">
      <div className="flex items-center justify-between gap-4 px-4 pt-5 pb-4 md:px-6">
        <Skeleton className="h-6 w-56" />
        <Skeleton className="h-8 w-40" />
      </div>
      <div className="flex gap-6 border-b px-6 pb-3">
        {[0, 1, 2].map((tab) => (
          <Skeleton key={tab} className="h-4 w-16" />
        ))}
      </div>
      <EditorSkeleton />
    </div>
  )
}
