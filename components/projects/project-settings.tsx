'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { QueryView } from '@/components/layout/view-state'
import { AddressLine } from '@/components/organizations/address-line'
import { RenameForm } from '@/components/organizations/rename-form'
import { SettingRow, SettingRows } from '@/components/organizations/setting-row'
import { SettingsSkeleton } from '@/components/organizations/settings-skeleton'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/copyable-id'
import { useDateFormat } from '@/components/ui/date-preferences'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PropertyList } from '@/components/ui/property-list'
import { DELETION_GRACE_DAYS } from '@/server/features/projects/rules'
import type { DeleteProjectProps } from './delete-project'
import { useProjectActions } from './use-project-actions'

export type ProjectDetail = Outputs['projects']['get']

const DeleteProject = lazyDialog<DeleteProjectProps>(() =>
  import('./delete-project').then((module) => module.DeleteProject),
)

/** The project as a whole: its name and id, and deleting it. */
export function ProjectSettings() {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const query = useQuery(trpc.projects.get.queryOptions({ projectId }))
  return (
    <QueryView query={query} permission="projects.read" skeleton={<SettingsSkeleton cards={[3, 1]} />}>
      {(project) => <Loaded project={project} />}
    </QueryView>
  )
}

function Loaded({ project }: { project: ProjectDetail }) {
  const { base, can } = useProject()
  const { rename } = useProjectActions(project.id)
  const format = useDateFormat()
  const mayRename = can('projects.manage')
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <Card title="Project">
        <div className="flex flex-col gap-5">
          <RenameForm
            noun="project"
            name={project.name}
            isReadOnly={!mayRename}
            hint={mayRename ? 'Its address stays as it is.' : 'Owners and admins can rename it.'}
            onRename={rename}
          />
          <PropertyList
            className="gap-y-2"
            items={[
              { label: 'Address', value: <AddressLine path={base} /> },
              { label: 'Id', value: <CopyableId id={project.id} isFull /> },
              { label: 'Created', value: format.day(project.createdAt) },
            ]}
          />
        </div>
      </Card>
      {can('projects.delete') && <Deletion project={project} />}
    </div>
  )
}

function Deletion({ project }: { project: ProjectDetail }) {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const [isOpen, setOpen] = useState(false)
  const projects = useQuery(trpc.projects.list.queryOptions({ orgId })).data?.projects
  const working = projects?.filter((other) => !other.deletionDueAt) ?? []
  const isLast = projects !== undefined && working.length === 1
  const counts = projects?.find((other) => other.id === project.id)
  return (
    <Card title="Deletion" isFlush>
      <SettingRows>
        <SettingRow
          title="Delete project"
          text={
            isLast
              ? 'It is the only project of its organization, which needs one: make another first, or delete the organization.'
              : `Closes it and cancels its active runs. It can be restored for ${DELETION_GRACE_DAYS} days, then it is deleted for good.`
          }
          action={
            <Button variant="danger-quiet" disabled={isLast} onClick={() => setOpen(true)}>
              Delete project…
            </Button>
          }
        />
      </SettingRows>
      <DeleteProject
        isOpen={isOpen}
        project={project}
        workflowCount={counts?.workflowCount}
        onClose={() => setOpen(false)}
      />
    </Card>
  )
}
