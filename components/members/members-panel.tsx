'use client'

import { useState } from 'react'
import type { Outputs } from '@/components/data/trpc'
import { useQueryParams } from '@/components/data/use-query-params'
import { FilteredOut, QueryView } from '@/components/layout/view-state'
import { useOrganization } from '@/components/organizations/use-organization'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Skeleton, SkeletonTable } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { useIsPhone } from '@/components/ui/use-is-phone'
import type { Role } from '@/server/kernel/permissions'
import { MemberFilterBar } from './member-filter-bar'
import { findMembers, type Member, readRole } from './member-rules'
import { MemberCards, MembersTable } from './members-table'
import { aRole } from './roles'
import { type MemberRowHandlers, useMemberRows } from './use-member-rows'
import { useMemberActions, useMembers } from './use-members'

export function MembersPanel() {
  const query = useMembers()
  const [leaving, setLeaving] = useState<Member>()
  const [giving, setGiving] = useState<{ member: Member; role: Role }>()
  return (
    <>
      <QueryView
        query={query}
        permission="members.read"
        isEmpty={() => false}
        skeleton={
          <>
            <Skeleton className="mb-3 h-8 w-72 max-w-full" />
            <SkeletonTable rows={5} columns={5} />
          </>
        }
      >
        {(list) => (
          <Loaded
            list={list}
            onRemove={setLeaving}
            onOwnRole={(member, role) => setGiving({ member, role })}
          />
        )}
      </QueryView>
      {giving && <OwnRoleDialog {...giving} onClose={() => setGiving(undefined)} />}
      {leaving && <RemoveDialog member={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  )
}

interface LoadedProps extends MemberRowHandlers {
  list: Outputs['members']['list']
}

function Loaded({ list, ...handlers }: LoadedProps) {
  const { params, change } = useQueryParams()
  const isPhone = useIsPhone()
  const filters = { search: params.get('q') ?? '', role: readRole(params.get('role')) }
  const rowOf = useMemberRows(list, handlers)
  const found = findMembers(list.members, filters)
  const List = isPhone ? MemberCards : MembersTable
  return (
    <>
      <MemberFilterBar filters={filters} change={change} foundCount={found.length} />
      {found.length === 0 ? (
        <FilteredOut noun="members" onClear={() => change({ q: undefined, role: undefined })} />
      ) : (
        <List members={found} rowOf={rowOf} />
      )}
    </>
  )
}

function OwnRoleDialog({ member, role, onClose }: { member: Member; role: Role; onClose: () => void }) {
  const { changeRole } = useMemberActions()
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Become ${aRole(role)}?`}
      description={`You are ${aRole(member.role)} now and cannot take that back yourself. Somebody who is one must give it to you again.`}
      confirmLabel="Change my role"
      cancelLabel="Keep my role"
      onConfirm={() => changeRole(member, role, true)}
    />
  )
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { orgName } = useOrganization()
  const { remove } = useMemberActions()
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      isDangerous
      title={`Remove ${member.name} from ${orgName}?`}
      description="They lose access at once, on every open page, and their API keys of this organization stop working. Their name stays in runs, approvals and the audit log."
      confirmLabel="Remove member"
      cancelLabel="Keep member"
      onConfirm={async () => {
        await remove(member)
        toast.success(`Removed ${member.name}`, { description: 'Invite them again to give access back.' })
      }}
    />
  )
}
