'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { ProjectRoleRows } from '@/components/members/project-role-rows'
import { aRole, ROLE_TEXT, roleOptions } from '@/components/members/roles'
import { useMembers } from '@/components/members/use-members'
import { Field, FieldError } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { isRole, type ProjectRole, type Role } from '@/server/kernel/permissions'

export interface InviteRolesProps {
  role: Role
  projectRoles: ReadonlyMap<string, ProjectRole>
  error: string | undefined
  onRole: (role: Role) => void
  onProjectRole: (projectId: string, role: ProjectRole | null) => void
}

/** The role in the organization, explained, and where wanted roles in single projects. */
export function InviteRoles({ role, projectRoles, error, onRole, onProjectRole }: InviteRolesProps) {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const grantable = useMembers().data?.grantableRoles ?? []
  const projects = useQuery(trpc.projects.list.queryOptions({ orgId })).data?.projects ?? []
  const [isOpen, setOpen] = useState(false)
  const isGuest = role === 'guest'
  const showsProjects = isGuest || isOpen
  return (
    <>
      <Field label="Role in the organization" hint={ROLE_TEXT[role].about}>
        <Select
          value={role}
          options={roleOptions(grantable)}
          onValueChange={(value) => {
            if (isRole(value)) onRole(value)
          }}
        />
      </Field>
      <section aria-label="Roles in projects">
        <button
          type="button"
          aria-expanded={showsProjects}
          disabled={isGuest}
          onClick={() => setOpen(!isOpen)}
          className="-mx-1 flex items-center gap-1 rounded-md px-1 py-0.5 font-medium text-fg text-sm enabled:hover:bg-hover"
        >
          <ChevronRight
            aria-hidden="true"
            className={`size-4 text-fg-subtle transition-transform ${showsProjects ? 'rotate-90' : ''}`}
          />
          Roles in projects
          {!isGuest && <span className="font-normal text-fg-subtle">optional</span>}
          {projectRoles.size > 0 && (
            <span className="tabular rounded-full bg-neutral-soft px-1.5 text-2xs text-fg-muted">
              {projectRoles.size}
            </span>
          )}
        </button>
        <p className="mt-0.5 pl-5 text-fg-subtle text-xs">
          {isGuest
            ? 'A guest sees only the projects chosen here, with the role chosen here.'
            : `Adds to ${aRole(role)}’s permissions in single projects.`}
        </p>
        {showsProjects && (
          <div className="mt-2 rounded-lg border">
            <ProjectRoleRows
              projects={projects.filter((project) => !project.deletionDueAt)}
              grantable={grantable}
              noneHint={isGuest ? 'The project stays closed.' : `Stays ${aRole(role)} there.`}
              roleOf={(projectId) => projectRoles.get(projectId)}
              onChange={onProjectRole}
            />
          </div>
        )}
        <div className="mt-1.5">
          <FieldError message={error} />
        </div>
      </section>
    </>
  )
}
