import type { ProjectContext } from '@/components/data/project'
import type { Whoami } from '@/server/features/sessions/schema'
import type { ShellOrganization } from './organizations'

type Organization = Whoami['organizations'][number]
type Project = Organization['projects'][number]

/** The project at an address, as this person sees it; `undefined` where they may not know of it. */
export function projectContextOf(
  whoami: Whoami,
  address: { org: string; project: string },
): ProjectContext | undefined {
  const org = whoami.organizations.find((candidate) => candidate.slug === address.org)
  const project = org?.projects.find((candidate) => candidate.slug === address.project)
  return org && project && contextOf(whoami, org, project)
}

/** The same project after its address may have changed; or what of it is gone for this person. */
export function projectContextAgain(
  whoami: Whoami,
  known: Pick<ProjectContext, 'orgId' | 'projectId'>,
): ProjectContext | AccessLoss {
  const org = whoami.organizations.find((candidate) => candidate.id === known.orgId)
  if (!org) return 'organization'
  const project = org.projects.find((candidate) => candidate.id === known.projectId)
  return project ? contextOf(whoami, org, project) : 'project'
}

/** What this person may no longer open. */
export type AccessLoss = 'organization' | 'project'

function contextOf(whoami: Whoami, org: Organization, project: Project): ProjectContext {
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

/** Every organization and project this person may open, for the switcher. */
export function workspacesOf(whoami: Whoami, currentProjectId: string): ShellOrganization[] {
  return whoami.organizations.map((org) => {
    const projects = org.projects.map((project) => ({
      id: project.id,
      name: project.name,
      href: `/${org.slug}/${project.slug}`,
      isCurrent: project.id === currentProjectId,
      isBeingDeleted: project.deletionDueAt !== null,
    }))
    return {
      id: org.id,
      name: org.name,
      href: `/${org.slug}`,
      isCurrent: projects.some((project) => project.isCurrent),
      isBeingDeleted: org.deletionDueAt !== null,
      permissions: org.permissions,
      projects,
    }
  })
}
