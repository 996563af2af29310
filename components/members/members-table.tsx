'use client'

import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { MemberMenu } from './member-menu'
import { holdsEverything, type Member } from './member-rules'
import { ProjectRoles } from './project-roles'
import { RoleCell } from './role-cell'
import type { MemberRowProps } from './use-member-rows'

export interface MembersListProps {
  members: readonly Member[]
  rowOf: (member: Member) => MemberRowProps
}

/** Members with what they may do, on wide screens. */
export function MembersTable({ members, rowOf }: MembersListProps) {
  return (
    <Table label="Members" className="table-fixed">
      <TableHead>
        <TableHeader>Member</TableHeader>
        <TableHeader className="w-44">Role</TableHeader>
        <TableHeader className="w-[26%]">Roles in projects</TableHeader>
        <TableHeader className="w-28 max-xl:hidden">Joined</TableHeader>
        <TableHeader className="w-28">Last seen</TableHeader>
        <TableHeader isLabelHidden className="w-14">
          Actions
        </TableHeader>
      </TableHead>
      <TableBody>
        {members.map((member) => {
          const row = rowOf(member)
          return (
            <TableRow key={member.userId} className="hover:bg-hover">
              <TableCell className="py-2">
                <Person member={member} />
              </TableCell>
              <TableCell>
                <RoleCell member={member} {...row.role} />
              </TableCell>
              <TableCell>
                <ProjectRoles member={member} {...row.projects} />
              </TableCell>
              <TableCell isMuted className="max-xl:hidden">
                <RelativeTime at={member.joinedAt} />
              </TableCell>
              <TableCell isMuted>
                <LastSeen member={member} />
              </TableCell>
              <TableCell alignment="right">
                <MemberMenu member={member} {...row.menu} />
              </TableCell>
            </TableRow>
          )
        })}
      </TableBody>
    </Table>
  )
}

/** The same as cards, on phones. */
export function MemberCards({ members, rowOf }: MembersListProps) {
  return (
    <ul aria-label="Members" className="flex flex-col divide-y rounded-lg border bg-surface">
      {members.map((member) => {
        const row = rowOf(member)
        return (
          <li key={member.userId} className="flex flex-col gap-3 px-4 py-3">
            <div className="flex items-start gap-2">
              <Person member={member} />
              <span className="ml-auto">
                <MemberMenu member={member} {...row.menu} />
              </span>
            </div>
            <div className="flex flex-wrap items-center justify-between gap-2 pl-10">
              <span className="-ml-0.5">
                <RoleCell member={member} {...row.role} />
              </span>
              <span className="text-fg-subtle text-xs">
                <LastSeen member={member} prefix="Seen " />
              </span>
            </div>
            {(member.projectRoles.length > 0 || (row.projects.mayChange && !holdsEverything(member))) && (
              <div className="pl-10">
                <ProjectRoles member={member} {...row.projects} />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Person({ member }: { member: Member }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Avatar name={member.name} />
      <span className="min-w-0">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-medium text-fg">{member.name}</span>
          {member.isMe && <Badge tone="info">You</Badge>}
        </span>
        <span className="block truncate text-fg-muted text-xs">{member.email}</span>
      </span>
    </span>
  )
}

function LastSeen({ member, prefix = '' }: { member: Member; prefix?: string }) {
  if (!member.lastSeenAt) return <span className="text-fg-subtle">{prefix ? 'Not seen yet' : 'Not yet'}</span>
  return (
    <>
      {prefix}
      <RelativeTime at={member.lastSeenAt} />
    </>
  )
}
