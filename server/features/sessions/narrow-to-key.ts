import { isPermission } from '@/server/kernel/permissions'
import { type ApiKeyGrant, narrowPermissions } from '@/server/operations'
import type { Whoami } from './schema'

type Organization = Whoami['organizations'][number]

/** What a program sees of its user: the one organization its key is for, and what it may do there. */
export function narrowToKey(organizations: readonly Organization[], key: ApiKeyGrant): Organization[] {
  const { orgId, projectIds } = key
  return organizations
    .filter(({ id }) => id === orgId)
    .map((org) => ({
      ...org,
      permissions: narrowPermissions(org.permissions.filter(isPermission), key, 'org'),
      projects: org.projects
        .filter(({ id }) => projectIds === null || projectIds.includes(id))
        .map((project) => ({
          ...project,
          permissions: narrowPermissions(project.permissions.filter(isPermission), key, 'project'),
        })),
    }))
}
