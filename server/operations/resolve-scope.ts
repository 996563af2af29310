import { AppError } from '@/server/kernel/errors'
import { isRole, type Permission, permissionsOf, rolesWith } from '@/server/kernel/permissions'
import { systemDb } from '@/server/platform/db'
import type { Caller, OrgScope, ProjectScope, ScopeOf, SignedInUser, Within } from './caller'

interface Wanted {
  within: Within
  permission: 'public' | 'signed-in' | Permission
}

/**
 * From who calls and which org or project the input names to what the call may see.
 * An org or project the caller is no member of is `not_found`, as if it did not exist.
 */
export async function resolveScope(
  wanted: Wanted,
  caller: Caller,
  input: { orgId?: string; projectId?: string },
): Promise<ScopeOf[Within]> {
  if (wanted.within === 'instance') {
    if (wanted.permission !== 'public') requireUser(caller)
    return { within: 'instance', user: caller.user }
  }
  const user = requireUser(caller)
  if (wanted.within === 'org') return orgScope(user, input.orgId ?? '')
  return projectScope(user, input.projectId ?? '')
}

/** Refuses with who could grant it. */
export function requirePermission(scope: OrgScope | ProjectScope, permission: Permission): void {
  if (scope.permissions.has(permission)) return
  throw new AppError('forbidden', `Your role (${scope.role}) does not include ${permission}.`, {
    details: { permission, role: scope.role, grantedTo: [...rolesWith(permission)] },
  })
}

function requireUser(caller: Caller): SignedInUser {
  if (caller.user) return caller.user
  throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.')
}

async function orgScope(user: SignedInUser, orgId: string): Promise<OrgScope> {
  const membership = await systemDb().membership.findFirst({
    where: { orgId, userId: user.userId },
    select: { role: true },
  })
  if (!membership)
    throw new AppError('not_found', 'There is no such organization, or you are no member of it.')
  return { within: 'org', user, orgId, ...granted(membership.role) }
}

async function projectScope(user: SignedInUser, projectId: string): Promise<ProjectScope> {
  const project = await systemDb().project.findFirst({
    where: { id: projectId, org: { memberships: { some: { userId: user.userId } } } },
    select: {
      orgId: true,
      org: { select: { memberships: { where: { userId: user.userId }, select: { role: true } } } },
    },
  })
  const role = project?.org.memberships[0]?.role
  if (!project || !role)
    throw new AppError('not_found', 'There is no such project, or you are no member of it.')
  return { within: 'project', user, orgId: project.orgId, projectId, ...granted(role) }
}

function granted(role: string): Pick<OrgScope, 'role' | 'permissions'> {
  if (!isRole(role)) throw new Error(`Unknown role in the database: ${role}`)
  return { role, permissions: permissionsOf(role) }
}
