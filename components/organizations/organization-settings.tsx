'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { QueryView } from '@/components/layout/view-state'
import { Avatar } from '@/components/ui/avatar'
import { Card } from '@/components/ui/card'
import { useDateFormat } from '@/components/ui/date-preferences'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PropertyList } from '@/components/ui/property-list'
import { AddressLine } from './address-line'
import type { DeleteOrganizationProps } from './delete-organization'
import { type OrganizationAction, OrganizationActions } from './organization-actions'
import { RenameForm } from './rename-form'
import { SettingsSkeleton } from './settings-skeleton'
import type { TransferDialogProps } from './transfer-dialog'
import { useOrganization } from './use-organization'
import { useOrganizationActions } from './use-organization-actions'

export type OrganizationDetail = Outputs['organizations']['get']

const TransferDialog = lazyDialog<TransferDialogProps>(() =>
  import('./transfer-dialog').then((module) => module.TransferDialog),
)
const DeleteOrganization = lazyDialog<DeleteOrganizationProps>(() =>
  import('./delete-organization').then((module) => module.DeleteOrganization),
)

/** The organization as a whole: its name and owners, leaving it, handing it over, deleting it. */
export function OrganizationSettings() {
  const trpc = useTRPC()
  const { orgId } = useOrganization()
  const query = useQuery(trpc.organizations.get.queryOptions({ orgId }))
  return (
    <QueryView query={query} permission="organizations.read" skeleton={<SettingsSkeleton cards={[4, 3]} />}>
      {(organization) => <Loaded organization={organization} />}
    </QueryView>
  )
}

function Loaded({ organization }: { organization: OrganizationDetail }) {
  const { can } = useOrganization()
  const actions = useOrganizationActions(organization.id)
  const [open, setOpen] = useState<OrganizationAction>()
  const mayRename = can('organizations.manage')
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <Card title="Organization">
        <div className="flex flex-col gap-5">
          <RenameForm
            noun="organization"
            name={organization.name}
            isReadOnly={!mayRename}
            hint={
              mayRename
                ? 'Shown to everybody in it, and in invitations. Its address stays.'
                : 'Owners and admins can rename it.'
            }
            onRename={actions.rename}
          />
          <Facts organization={organization} />
        </div>
      </Card>
      <OrganizationActions organization={organization} onChoose={setOpen} />
      <TransferDialog
        isOpen={open === 'transfer'}
        organization={organization}
        onClose={() => setOpen(undefined)}
      />
      <DeleteOrganization
        isOpen={open === 'delete'}
        organization={organization}
        onClose={() => setOpen(undefined)}
      />
    </div>
  )
}

function Facts({ organization }: { organization: OrganizationDetail }) {
  const format = useDateFormat()
  return (
    <PropertyList
      className="gap-y-2"
      items={[
        { label: 'Address', value: <AddressLine path={`/${organization.slug}`} /> },
        {
          label: 'Owners',
          value: (
            <ul className="flex flex-wrap gap-x-4 gap-y-1">
              {organization.owners.map((owner) => (
                <li key={owner.email} title={owner.email} className="inline-flex items-center gap-1.5">
                  <Avatar name={owner.name} size="sm" />
                  {owner.name}
                </li>
              ))}
            </ul>
          ),
        },
        {
          label: 'Size',
          value: `${count(organization.memberCount, 'member')} in ${count(organization.projectCount, 'project')}`,
        },
        { label: 'Created', value: format.day(organization.createdAt) },
      ]}
    />
  )
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
