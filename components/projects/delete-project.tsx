'use client'

import { Losses } from '@/components/organizations/losses'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useDateFormat } from '@/components/ui/date-preferences'
import { toast } from '@/components/ui/toast'
import { DELETION_GRACE_DAYS, deletionDueAt } from '@/server/features/projects/rules'
import type { ProjectDetail } from './project-settings'
import { useProjectActions } from './use-project-actions'

export interface DeleteProjectProps {
  isOpen: boolean
  project: ProjectDetail
  /** `undefined` while it is not known. */
  workflowCount: number | undefined
  onClose: () => void
}

/** Deleting a project: what goes, when, and its name typed to mean it. */
export function DeleteProject({ isOpen, project, workflowCount, onClose }: DeleteProjectProps) {
  const { remove } = useProjectActions(project.id)
  const format = useDateFormat()
  const workflows =
    workflowCount === undefined
      ? 'its workflows go'
      : workflowCount === 1
        ? 'its workflow goes'
        : `its ${workflowCount} workflows go`
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      isDangerous
      title={`Delete ${project.name}?`}
      description={`For ${DELETION_GRACE_DAYS} days an owner or admin can restore it. After that nobody can.`}
      typedConfirmation={project.name}
      confirmLabel="Delete project"
      onConfirm={async () => {
        await remove(project.name)
        toast.success(`${project.name} is being deleted`)
      }}
    >
      <Losses
        items={[
          'At once: nobody can open it, and active runs are cancelled.',
          `On ${format.day(deletionDueAt(new Date()))}: ${workflows}, with runs, approvals and secrets.`,
        ]}
      />
    </ConfirmDialog>
  )
}
