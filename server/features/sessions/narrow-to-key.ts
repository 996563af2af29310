import { isPermission } from '@/server/kernel/permissions'
import type { ApiKeyGrant } from '@/server/operations'
import type { Whoami } from './schema'

type Organization = Whoami['organizations'][number]

/** What a program sees of its user: the one organization its key is for, and what it may do there. */
export function narrowToKey(organizations: readonly Organization[], key: ApiKeyGrant): Organization[] {
  const isGranted = (name: string) => isPermission(name) && key.permissions.has(name)
  const { orgId, projectIds } = key
  return organizations
    .filter(({ id }) => id === orgId)
    .map((org) => ({
      ...org,
      permissions: org.permissions.filter(
        // As where a scope is resolved: a key for some projects sees no more of the organization.
        (name) => isGranted(name) && (projectIds === null || name === 'organizations.read'),
      ),
      projects: org.projects
        .filter(({ id }) => projectIds === null || projectIds.includes(id))
        .map((project) => ({ ...project, permissions: project.permissions.filter(isGranted) })),
    }))
}
