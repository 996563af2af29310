import { AppError } from '@/server/kernel/errors'
import { asRole, type Permission, permissionsOf, rolesWith } from '@/server/kernel/permissions'
import { type Queryable, systemDb, systemPool } from '@/server/platform/db'
import type { ApiKeyGrant, Caller, OrgScope, ProjectScope, ScopeOf, SignedInUser, Within } from './caller'
import type { PermissionOf } from './define'
import { narrowPermissions } from './narrow-permissions'

interface Wanted {
  within: Within
  permission: PermissionOf<Within>
  isOpenWhileDeleted?: boolean
}

/**
 * From who calls and which org or project the input names to what the call may see.
 * An org or project the caller is no member of is `not_found`, as if it did not exist. `db`: sees the organization.
 */
export async function resolveScope(
  wanted: Wanted,
  caller: Caller,
  input: { orgId?: string; projectId?: string },
  db: Queryable = systemPool(),
): Promise<ScopeOf[Within]> {
  if (wanted.within === 'instance') {
    if (wanted.permission !== 'public') requireUser(caller)
    if (wanted.permission === 'in-person') requireInPerson(caller)
    return { within: 'instance', user: caller.user }
  }
  const user = requireUser(caller)
  const scope =
    wanted.within === 'org'
      ? await orgScope(db, user, input.orgId ?? '', wanted)
      : await projectScope(db, user, input.projectId ?? '', wanted)
  return caller.apiKey ? narrow(scope, caller.apiKey) : scope
}

/** Refuses with who could grant it: the roles that hold it, and members who may give them. */
export async function requirePermission(
  scope: OrgScope | ProjectScope,
  caller: Caller,
  permission: Permission,
): Promise<void> {
  if (scope.permissions.has(permission)) return
  const held = caller.apiKey && permissionsOf(...scope.roles).has(permission)
  const message = held
    ? `The API key "${caller.apiKey?.name}" does not include ${permission}.`
    : `Your role (${scope.roles.join(', ')}) does not include ${permission}.`
  throw new AppError('forbidden', message, {
    details: {
      permission,
      role: scope.role,
      grantedTo: [...rolesWith(permission)],
      granters: await grantersOf(scope.orgId),
    },
  })
}

/** For what a program must never do, such as changing a password or making itself another key. */
export function requireInPerson(caller: Caller): void {
  if (!caller.apiKey) return
  throw new AppError('forbidden', 'An API key cannot do this. Sign in and do it in the browser.')
}

function requireUser(caller: Caller): SignedInUser {
  if (caller.user) return caller.user
  throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.')
}

interface OrgRow {
  role: string
  deletionDueAt: Date | null
}

async function orgScope(db: Queryable, user: SignedInUser, orgId: string, wanted: Wanted): Promise<OrgScope> {
  const { rows } = await db.query<OrgRow>({
    name: 'org scope',
    text: `SELECT m.role, o."deletionDueAt" FROM "Membership" m JOIN "Organization" o ON o.id = m."orgId"
            WHERE m."orgId" = $1 AND m."userId" = $2`,
    values: [orgId, user.userId],
  })
  const membership = rows[0]
  if (!membership)
    throw new AppError('not_found', 'There is no such organization, or you are no member of it.')
  if (!wanted.isOpenWhileDeleted) refuseDeleted('organization', membership.deletionDueAt)
  return { within: 'org', user, orgId, ...granted([membership.role]) }
}

interface ProjectRow {
  orgId: string
  path: string
  deletionDueAt: Date | null
  orgDeletionDueAt: Date | null
  orgRole: string
  /** Null: none but that in the organization. */
  projectRole: string | null
}

async function projectScope(
  db: Queryable,
  user: SignedInUser,
  projectId: string,
  wanted: Wanted,
): Promise<ProjectScope> {
  const { rows } = await db.query<ProjectRow>({
    name: 'project scope',
    text: `SELECT p."orgId", o.slug || '/' || p.slug AS path, p."deletionDueAt", o."deletionDueAt" AS "orgDeletionDueAt", m.role AS "orgRole",
                  pm.role AS "projectRole"
             FROM "Project" p
             JOIN "Organization" o ON o.id = p."orgId"
             JOIN "Membership" m ON m."orgId" = p."orgId" AND m."userId" = $2
             LEFT JOIN "ProjectMembership" pm ON pm."projectId" = p.id AND pm."userId" = $2
            WHERE p.id = $1`,
    values: [projectId, user.userId],
  })
  const project = rows[0]
  const scope = granted(
    project ? [project.orgRole, ...(project.projectRole ? [project.projectRole] : [])] : [],
  )
  if (!project || !scope.permissions.has('projects.read'))
    throw new AppError('not_found', 'There is no such project, or you are no member of it.')
  refuseDeleted('organization', project.orgDeletionDueAt)
  if (!wanted.isOpenWhileDeleted) refuseDeleted('project', project.deletionDueAt)
  return { within: 'project', user, orgId: project.orgId, projectId, path: project.path, ...scope }
}

function narrow(scope: OrgScope | ProjectScope, key: ApiKeyGrant): OrgScope | ProjectScope {
  const isOutside =
    scope.orgId !== key.orgId ||
    ('projectId' in scope && key.projectIds !== null && !key.projectIds.includes(scope.projectId))
  if (isOutside)
    throw new AppError(
      'not_found',
      `The API key "${key.name}" is limited to other projects, or to another organization.`,
    )
  return { ...scope, permissions: new Set(narrowPermissions(scope.permissions, key, scope.within)) }
}

function refuseDeleted(noun: 'organization' | 'project', dueAt: Date | null): void {
  if (dueAt === null) return
  throw new AppError(
    'invalid_state',
    `This ${noun} is being deleted; everything in it goes on ${dueAt.toISOString().slice(0, 10)}. Restore it to go on.`,
    { details: { deletionDueAt: dueAt.toISOString() } },
  )
}

async function grantersOf(orgId: string): Promise<{ name: string; email: string }[]> {
  const rows = await systemDb().membership.findMany({
    where: { orgId, role: { in: [...rolesWith('members.manage')] } },
    orderBy: { createdAt: 'asc' },
    take: 3,
    select: { user: { select: { name: true, email: true } } },
  })
  return rows.map(({ user }) => user)
}

/** The first role is the one in the organization. */
function granted(found: readonly string[]): Pick<OrgScope, 'role' | 'roles' | 'permissions'> {
  const roles = found.map(asRole)
  return { role: roles[0] ?? 'guest', roles, permissions: permissionsOf(...roles) }
}
