'use client'

import { Table2, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import type { InviteDialogProps } from '@/components/invitations/invite-dialog'
import { useOpenInvitationCount } from '@/components/invitations/use-invitations'
import { Page } from '@/components/layout/page'
import { useOrganization } from '@/components/organizations/use-organization'
import { Button } from '@/components/ui/button'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { PageHeader } from '@/components/ui/page-header'
import { SkeletonTable } from '@/components/ui/skeleton'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { MembersPanel } from './members-panel'
import { useMembers } from './use-members'

const InvitationsPanel = dynamic(
  () => import('@/components/invitations/invitations-panel').then((module) => module.InvitationsPanel),
  { ssr: false, loading: () => <SkeletonTable rows={3} columns={5} /> },
)
const InviteDialog = lazyDialog<InviteDialogProps>(() =>
  import('@/components/invitations/invite-dialog').then((module) => module.InviteDialog),
)
const RoleMatrix = lazyDialog<{ isOpen: boolean; onClose: () => void }>(() =>
  import('./role-matrix').then((module) => module.RoleMatrix),
)

/** Who belongs to the organization, what they may do, and who was asked to join. */
export function MembersPage() {
  const { orgName, can } = useOrganization()
  const { params, change } = useQueryParams()
  const [showsMatrix, setShowsMatrix] = useState(false)
  const mayInvite = can('members.manage')
  const members = useMembers()
  const openCount = useOpenInvitationCount(mayInvite)
  const tab = mayInvite && params.get('tab') === 'invitations' ? 'invitations' : 'members'
  const invite = () => change({ invite: '1' })
  return (
    <Page>
      <PageHeader
        title="Members"
        description={`The people of ${orgName} and what they may do.`}
        className="pb-3"
        actions={
          <>
            <Button icon={<Table2 />} onClick={() => setShowsMatrix(true)}>
              What each role can do
            </Button>
            {mayInvite && (
              <Button variant="primary" icon={<UserPlus />} onClick={invite}>
                Invite people
              </Button>
            )}
          </>
        }
      />
      {mayInvite ? (
        <Tabs
          label="Members"
          value={tab}
          onValueChange={(value) => change({ tab: value === 'members' ? undefined : value }, 'push')}
          items={[
            {
              value: 'members',
              label: 'Members',
              ...(members.data && { count: members.data.members.length }),
            },
            { value: 'invitations', label: 'Invitations', ...(openCount ? { count: openCount } : {}) },
          ]}
        >
          <TabPanel value="members">
            <MembersPanel />
          </TabPanel>
          <TabPanel value="invitations">
            <InvitationsPanel onInvite={invite} />
          </TabPanel>
        </Tabs>
      ) : (
        <div className="pt-2">
          <MembersPanel />
        </div>
      )}
      <InviteDialog
        isOpen={mayInvite && params.get('invite') !== null}
        onClose={() => change({ invite: undefined })}
      />
      <RoleMatrix isOpen={showsMatrix} onClose={() => setShowsMatrix(false)} />
    </Page>
  )
}
