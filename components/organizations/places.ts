import type { Whoami } from '@/server/features/sessions/schema'
import type { Permission } from '@/server/kernel/permissions'
import type { DeletedPlaceProps } from './deleted-place'

type Organization = Whoami['organizations'][number]

/** Where signing in leads: the first project that works, else what is left of the rest; `undefined`: nowhere. */
export function homeOf({ organizations }: Whoami): string | undefined {
  const working = organizations.filter((org) => !org.deletionDueAt)
  for (const org of working) {
    const project = org.projects.find((candidate) => !candidate.deletionDueAt)
    if (project) return `/${org.slug}/${project.slug}`
  }
  const first = working[0] ?? organizations[0]
  return first && `/${first.slug}`
}

/** The notice for an address whose organization or project waits to be deleted; `undefined` where neither does. */
export function deletedPlaceOf(
  whoami: Whoami,
  address: { org: string; project?: string },
): DeletedPlaceProps | undefined {
  const org = whoami.organizations.find((candidate) => candidate.slug === address.org)
  const project = org?.projects.find((candidate) => candidate.slug === address.project)
  if (!org) return undefined
  if (org.deletionDueAt)
    return {
      kind: 'organization',
      id: org.id,
      name: org.name,
      deletionDueAt: org.deletionDueAt,
      mayRestore: holds(org, 'organizations.delete'),
      elsewhere: whoami.organizations
        .filter((other) => other.id !== org.id && !other.deletionDueAt)
        .map((other) => ({ name: other.name, href: `/${other.slug}` })),
    }
  if (!project?.deletionDueAt) return undefined
  return {
    kind: 'project',
    id: project.id,
    name: project.name,
    deletionDueAt: project.deletionDueAt,
    mayRestore: project.permissions.includes('projects.delete'),
    elsewhere: org.projects
      .filter((other) => !other.deletionDueAt)
      .map((other) => ({ name: other.name, href: `/${org.slug}/${other.slug}` })),
  }
}

/** The first project of an organization that works. */
export function firstProjectOf(org: Organization): Organization['projects'][number] | undefined {
  return org.projects.find((project) => !project.deletionDueAt)
}

export function holds(org: Organization, permission: Permission): boolean {
  return org.permissions.includes(permission)
}
