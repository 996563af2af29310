'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { DELETION_GRACE_DAYS } from '@/server/features/projects/rules'
import type { OrganizationDetail } from './organization-settings'
import { SettingRow, SettingRows } from './setting-row'
import { useOrganization } from './use-organization'
import { useOrganizationActions } from './use-organization-actions'

export type OrganizationAction = 'transfer' | 'delete'

export interface OrganizationActionsProps {
  organization: OrganizationDetail
  onChoose: (action: OrganizationAction) => void
}

/** Leaving, handing over, deleting; what is not open to the reader says why. */
export function OrganizationActions({ organization, onChoose }: OrganizationActionsProps) {
  const { can } = useOrganization()
  return (
    <Card title="Ownership and membership" isFlush>
      <SettingRows>
        {can('organizations.transfer') && (
          <SettingRow
            title="Transfer ownership"
            text="Hand the organization to another member. They become owner and you become admin."
            action={<Button onClick={() => onChoose('transfer')}>Transfer ownership…</Button>}
          />
        )}
        <Leave organization={organization} />
        {can('organizations.delete') && (
          <SettingRow
            title="Delete organization"
            text={`Closes it and cancels its active runs. It can be restored for ${DELETION_GRACE_DAYS} days, then everything in it is deleted for good.`}
            action={
              <Button variant="danger-quiet" onClick={() => onChoose('delete')}>
                Delete organization…
              </Button>
            }
          />
        )}
      </SettingRows>
    </Card>
  )
}

function Leave({ organization }: { organization: OrganizationDetail }) {
  const { leave } = useOrganizationActions(organization.id)
  const [isOpen, setOpen] = useState(false)
  const isLastOwner = organization.role === 'owner' && organization.owners.length === 1
  return (
    <>
      <SettingRow
        title="Leave organization"
        text={
          isLastOwner
            ? 'You are its only owner, so it cannot be left without one: transfer it or delete it first.'
            : 'You lose access to all of its projects. To come back, somebody must invite you again.'
        }
        action={
          <Button disabled={isLastOwner} onClick={() => setOpen(true)}>
            Leave…
          </Button>
        }
      />
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDangerous
        title={`Leave ${organization.name}?`}
        description="You lose access at once, and your API keys of this organization stop working. What you did stays in its history under your name."
        confirmLabel="Leave organization"
        cancelLabel="Stay"
        onConfirm={leave}
      />
    </>
  )
}
