'use client'

import { RefreshCw, X } from 'lucide-react'
import { roleLabel } from '@/components/members/roles'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { Tooltip } from '@/components/ui/tooltip'
import { useIsPhone } from '@/components/ui/use-is-phone'
import { InvitationState } from './invitation-state'
import type { Invitation } from './use-invitations'

export interface InvitationsTableProps {
  invitations: readonly Invitation[]
  renewingId: string | undefined
  onRenew: (invitation: Invitation) => void
  onRevoke: (invitation: Invitation) => void
}

export function InvitationsTable(props: InvitationsTableProps) {
  const isPhone = useIsPhone()
  return isPhone ? <Cards {...props} /> : <Rows {...props} />
}

function Rows(props: InvitationsTableProps) {
  return (
    <Table label="Invitations" className="table-fixed">
      <TableHead>
        <TableHeader>E-mail</TableHeader>
        <TableHeader className="w-[24%]">Role</TableHeader>
        <TableHeader className="w-52">State</TableHeader>
        <TableHeader className="w-48 max-lg:hidden">Invited by</TableHeader>
        <TableHeader isLabelHidden className="w-36">
          Actions
        </TableHeader>
      </TableHead>
      <TableBody>
        {props.invitations.map((invitation) => (
          <TableRow key={invitation.id} className="hover:bg-hover">
            <TableCell isTruncated className="font-medium">
              {invitation.email}
            </TableCell>
            <TableCell>
              <Roles invitation={invitation} />
            </TableCell>
            <TableCell>
              <InvitationState invitation={invitation} />
            </TableCell>
            <TableCell isMuted className="max-lg:hidden">
              <Sender invitation={invitation} />
            </TableCell>
            <TableCell alignment="right">
              <Actions {...props} invitation={invitation} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Cards(props: InvitationsTableProps) {
  return (
    <ul aria-label="Invitations" className="flex flex-col divide-y rounded-lg border bg-surface">
      {props.invitations.map((invitation) => (
        <li key={invitation.id} className="flex flex-col gap-2 px-4 py-3">
          <span className="truncate font-medium text-fg text-sm">{invitation.email}</span>
          <Roles invitation={invitation} />
          <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
            <InvitationState invitation={invitation} />
            <Actions {...props} invitation={invitation} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Roles({ invitation }: { invitation: Invitation }) {
  return (
    <span className="flex flex-wrap items-center gap-1 text-fg text-sm">
      <span className="mr-1">{roleLabel(invitation.role)}</span>
      {invitation.projectRoles.map((held) => (
        <Badge key={held.projectId} variant="outline">
          {held.projectName} · {roleLabel(held.role)}
        </Badge>
      ))}
    </span>
  )
}

function Sender({ invitation }: { invitation: Invitation }) {
  return (
    <span className="block min-w-0">
      <span className="block truncate text-fg">{invitation.invitedBy}</span>
      <RelativeTime at={invitation.createdAt} className="text-fg-subtle text-xs" />
    </span>
  )
}

function Actions(props: InvitationsTableProps & { invitation: Invitation }) {
  const { invitation } = props
  const isOpen = invitation.state === 'open'
  if (!isOpen && invitation.state !== 'expired') return null
  return (
    <span className="inline-flex items-center gap-1">
      <Tooltip
        content={isOpen ? 'Makes a new link; the old one stops working' : 'Opens it again with a new link'}
      >
        <Button
          size="sm"
          icon={<RefreshCw />}
          isLoading={props.renewingId === invitation.id}
          aria-label={`New link for ${invitation.email}`}
          onClick={() => props.onRenew(invitation)}
        >
          New link
        </Button>
      </Tooltip>
      {isOpen && (
        <IconButton
          size="sm"
          label={`Revoke the invitation of ${invitation.email}`}
          onClick={() => props.onRevoke(invitation)}
        >
          <X />
        </IconButton>
      )}
    </span>
  )
}
