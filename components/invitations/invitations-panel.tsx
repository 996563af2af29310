'use client'

import { MailPlus, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { readError } from '@/components/layout/client-error'
import { QueryView } from '@/components/layout/view-state'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { Empty } from '@/components/ui/empty'
import { SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { INVITATION_LIFE_DAYS } from '@/server/features/invitations/rules'
import { InvitationsTable } from './invitations-table'
import { LinkField } from './link-field'
import { type Invitation, useInvitationActions, useInvitations } from './use-invitations'

interface NewLink {
  email: string
  link: string
  isMailed: boolean
}

/** Who was asked to join and has not come yet, and what became of the latest others. */
export function InvitationsPanel({ onInvite }: { onInvite: () => void }) {
  const query = useInvitations()
  const actions = useInvitationActions()
  const [revoking, setRevoking] = useState<Invitation>()
  const [newLink, setNewLink] = useState<NewLink>()

  async function renew({ id, email }: Invitation) {
    try {
      setNewLink({ email, ...(await actions.renew(id)) })
    } catch (error) {
      toast.error('No new link was made', { description: readError(error).message })
    }
  }

  return (
    <>
      <QueryView
        query={query}
        permission="members.manage"
        isEmpty={(data) => data.invitations.length === 0}
        skeleton={<SkeletonTable rows={3} columns={5} />}
        empty={<NoInvitations onInvite={onInvite} />}
      >
        {({ invitations }) => (
          <InvitationsTable
            invitations={invitations}
            renewingId={actions.renewingId}
            onRenew={(invitation) => void renew(invitation)}
            onRevoke={setRevoking}
          />
        )}
      </QueryView>
      {newLink && <NewLinkDialog {...newLink} onClose={() => setNewLink(undefined)} />}
      {revoking && (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setRevoking(undefined)}
          isDangerous
          title="Revoke this invitation?"
          description={`The link for ${revoking.email} stops working at once. You can invite them again later.`}
          confirmLabel="Revoke invitation"
          onConfirm={async () => {
            await actions.revoke(revoking.id)
            toast.success(`Revoked the invitation of ${revoking.email}`)
          }}
        />
      )}
    </>
  )
}

function NoInvitations({ onInvite }: { onInvite: () => void }) {
  return (
    <Empty
      icon={<MailPlus />}
      title="Nobody is invited at the moment"
      text={`Ask people to join with a link that works once, for ${INVITATION_LIFE_DAYS} days. It goes out by mail where mail is set up; else you copy it and hand it over.`}
      action={
        <Button variant="primary" icon={<UserPlus />} onClick={onInvite}>
          Invite people
        </Button>
      }
    />
  )
}

function NewLinkDialog({ email, link, isMailed, onClose }: NewLink & { onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`New link for ${email}`}
      description={
        isMailed
          ? 'It is on its way by mail. The link before it no longer works.'
          : 'Copy it and hand it over. The link before it no longer works.'
      }
      footer={
        <DialogClose>
          <Button variant="primary">Done</Button>
        </DialogClose>
      }
    >
      <LinkField link={link} label={`Link for ${email}`} />
      <p className="mt-2 text-fg-subtle text-xs">
        Works once, for {INVITATION_LIFE_DAYS} days. It is shown only here.
      </p>
    </Dialog>
  )
}
