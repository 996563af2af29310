import type { ProjectContext } from '@/components/data/project'
import type { ShellWorkspace } from '@/components/layout/shell-navigation'
import type { Whoami } from '@/server/features/sessions/schema'

/** The project at an address, as this person sees it; `undefined` where they may not know of it. */
export function projectContextOf(
  whoami: Whoami,
  address: { org: string; project: string },
): ProjectContext | undefined {
  const org = whoami.organizations.find((candidate) => candidate.slug === address.org)
  const project = org?.projects.find((candidate) => candidate.slug === address.project)
  if (!org || !project) return undefined
  return {
    orgId: org.id,
    orgName: org.name,
    projectId: project.id,
    projectName: project.name,
    base: `/${org.slug}/${project.slug}`,
    roles: project.roles,
    user: whoami.user,
    permissions: project.permissions,
  }
}

/** Every project this person may open, for the switcher. */
export function workspacesOf(whoami: Whoami, currentId: string): ShellWorkspace[] {
  return whoami.organizations.flatMap((org) =>
    org.projects.map((project) => ({
      id: project.id,
      name: project.name,
      hint: org.name,
      href: `/${org.slug}/${project.slug}`,
      isCurrent: project.id === currentId,
    })),
  )
}
