'use client'

import { Avatar } from '@/components/ui/avatar'
import { Select } from '@/components/ui/select'
import { SkeletonText } from '@/components/ui/skeleton'
import type { ProjectRole, Role } from '@/server/kernel/permissions'
import { asProjectRole, NO_PROJECT_ROLE, projectRoleOptions } from './roles'

export interface ProjectRoleRowsProps {
  projects: readonly { id: string; name: string }[]
  grantable: readonly Role[]
  /** What no role in a project means for this person. */
  noneHint: string
  roleOf: (projectId: string) => ProjectRole | undefined
  isBusy?: boolean
  onChange: (projectId: string, role: ProjectRole | null) => void
}

/** Every project with the role held in it. */
export function ProjectRoleRows(props: ProjectRoleRowsProps) {
  if (props.projects.length === 0) return <SkeletonText lines={3} className="p-4" />
  const options = projectRoleOptions(props.grantable, props.noneHint)
  return (
    <ul className="max-h-72 overflow-y-auto py-1.5">
      {props.projects.map((project) => (
        <li key={project.id} className="flex min-h-10 items-center gap-2.5 px-4 py-1">
          <Avatar name={project.name} shape="square" size="sm" />
          <span className="min-w-0 flex-1 truncate text-fg text-sm">{project.name}</span>
          <Select
            size="sm"
            className="w-32"
            aria-label={`Role in ${project.name}`}
            value={props.roleOf(project.id) ?? NO_PROJECT_ROLE}
            options={options}
            isDisabled={props.isBusy ?? false}
            onValueChange={(value) => props.onChange(project.id, asProjectRole(value) ?? null)}
          />
        </li>
      ))}
    </ul>
  )
}
