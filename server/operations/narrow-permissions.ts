import type { Permission } from '@/server/kernel/permissions'
import type { ApiKeyGrant } from './caller'

/**
 * What an API key leaves of the permissions its user holds in a place. A key for some projects sees no more
 * of the organization than that it exists.
 */
export function narrowPermissions(
  held: Iterable<Permission>,
  key: ApiKeyGrant,
  place: 'org' | 'project',
): Permission[] {
  const isBeyond = place === 'org' && key.projectIds !== null
  return [...held].filter(
    (permission) => key.permissions.has(permission) && (!isBeyond || permission === 'organizations.read'),
  )
}
