'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { useOrganization } from '@/components/organizations/use-organization'
import type { Role } from '@/server/kernel/permissions'
import type { MemberMenuProps } from './member-menu'
import { type Member, whyNotChange, whyNotRemove } from './member-rules'
import type { ProjectRolesProps } from './project-roles'
import type { RoleCellProps } from './role-cell'
import { useMemberActions } from './use-members'

export interface MemberRowProps {
  role: Omit<RoleCellProps, 'member'>
  projects: Omit<ProjectRolesProps, 'member'>
  menu: Omit<MemberMenuProps, 'member'>
}

export interface MemberRowHandlers {
  onRemove: (member: Member) => void
  /** Giving up a role of one's own is asked back first: one cannot take it again. */
  onOwnRole: (member: Member, role: Role) => void
}

/** What may be done to each member, and why not, for table and cards alike. */
export function useMemberRows(
  list: Outputs['members']['list'],
  { onRemove, onOwnRole }: MemberRowHandlers,
): (member: Member) => MemberRowProps {
  const trpc = useTRPC()
  const { base } = useProject()
  const { orgId, can, organization } = useOrganization()
  const actions = useMemberActions()
  const mayManage = can('members.manage')
  const projects = useQuery(trpc.projects.list.queryOptions({ orgId }, { enabled: mayManage }))
  const shown = projects.data?.projects.filter((project) => !project.deletionDueAt) ?? []
  const reader = {
    mayManage,
    role: organization?.role,
    ownerCount: list.members.filter((member) => member.role === 'owner').length,
  }
  return (member) => ({
    role: {
      grantable: list.grantableRoles,
      closedBecause: whyNotChange(member, reader),
      isBusy: actions.busyUserId === member.userId,
      onChange: (role) => (member.isMe ? onOwnRole(member, role) : void actions.changeRole(member, role)),
    },
    projects: { grantable: list.grantableRoles, mayChange: member.mayChange, projects: shown, actions },
    menu: {
      removeClosedBecause: whyNotRemove(member, reader),
      auditHref: can('audit.read') ? `${base}/audit?actor=${member.userId}` : undefined,
      onRemove: () => onRemove(member),
    },
  })
}
