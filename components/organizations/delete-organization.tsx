'use client'

import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useDateFormat } from '@/components/ui/date-preferences'
import { toast } from '@/components/ui/toast'
import { DELETION_GRACE_DAYS, deletionDueAt } from '@/server/features/projects/rules'
import { Losses } from './losses'
import type { OrganizationDetail } from './organization-settings'
import { useOrganizationActions } from './use-organization-actions'

export interface DeleteOrganizationProps {
  isOpen: boolean
  organization: OrganizationDetail
  onClose: () => void
}

/** Deleting a whole organization: what goes, when, and its name typed to mean it. */
export function DeleteOrganization({ isOpen, organization, onClose }: DeleteOrganizationProps) {
  const { remove } = useOrganizationActions(organization.id)
  const format = useDateFormat()
  const { projectCount, memberCount, name } = organization
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      isDangerous
      title={`Delete ${name}?`}
      description={`For ${DELETION_GRACE_DAYS} days an owner can restore it. After that nobody can.`}
      typedConfirmation={name}
      confirmLabel="Delete organization"
      onConfirm={async () => {
        await remove(name)
        toast.success(`${name} is being deleted`)
      }}
    >
      <Losses
        items={[
          `At once: ${memberCount === 1 ? 'you lose' : `all ${memberCount} members lose`} access, and active runs are cancelled.`,
          `On ${format.day(deletionDueAt(new Date()))}: ${projectCount === 1 ? 'its project goes' : `its ${projectCount} projects go`}, with workflows, runs, approvals and secrets.`,
          'Members keep their accounts and their other organizations.',
        ]}
      />
    </ConfirmDialog>
  )
}
