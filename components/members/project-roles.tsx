'use client'

import { Plus } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { Role } from '@/server/kernel/permissions'
import { holdsEverything, type Member } from './member-rules'
import { ProjectRoleRows } from './project-role-rows'
import { aRole, roleLabel } from './roles'
import type { MemberActions } from './use-members'

export interface ProjectRolesProps {
  member: Member
  grantable: readonly Role[]
  mayChange: boolean
  projects: readonly { id: string; name: string }[]
  actions: MemberActions
}

/** Roles held in single projects, as chips; behind them the list of projects to change them. */
export function ProjectRoles({ member, grantable, mayChange, projects, actions }: ProjectRolesProps) {
  const chips = member.projectRoles.map((held) => (
    <Badge key={held.projectId} variant="outline">
      {held.projectName} · {roleLabel(held.role)}
    </Badge>
  ))
  const holdsAll = holdsEverything(member)
  if (!mayChange || (holdsAll && chips.length === 0))
    return chips.length > 0 ? (
      <span className="flex flex-wrap gap-1">{chips}</span>
    ) : (
      <span className="text-fg-subtle">{holdsAll ? 'Everything, in every project' : '–'}</span>
    )
  return (
    <Popover
      label={`Project roles of ${member.name}`}
      className="w-96 p-0"
      trigger={
        chips.length > 0 ? (
          <button
            type="button"
            aria-label={`Change project roles of ${member.name}`}
            className="-mx-1.5 flex min-h-7 flex-wrap items-center gap-1 rounded-md px-1.5 py-1 text-left hover:bg-hover data-[state=open]:bg-active"
          >
            {chips}
          </button>
        ) : (
          <Button
            variant="ghost"
            size="sm"
            icon={<Plus />}
            className="-mx-2.5 text-fg-subtle"
            aria-label={`Give ${member.name} a role in a project`}
          >
            Add role
          </Button>
        )
      }
    >
      <p className="border-b px-4 py-3 text-fg-muted text-xs">
        {member.name} is {aRole(member.role)} in the organization
        {member.role === 'guest' ? ', so only the projects below are open.' : ', so in every project.'} A role
        in a project adds to it.
      </p>
      <ProjectRoleRows
        projects={projects}
        grantable={grantable}
        noneHint={
          member.role === 'guest' ? 'The project stays closed.' : `Stays ${aRole(member.role)} there.`
        }
        roleOf={(projectId) => member.projectRoles.find((held) => held.projectId === projectId)?.role}
        isBusy={actions.busyUserId === member.userId}
        onChange={(projectId, role) => void actions.changeProjectRole(member, projectId, role)}
      />
    </Popover>
  )
}
