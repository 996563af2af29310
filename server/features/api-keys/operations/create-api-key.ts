import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { asRole, type Permission, permissionsOf } from '@/server/kernel/permissions'
import { defineMutation, type OrgScope, requireInPerson } from '@/server/operations'
import type { TenantTransaction } from '@/server/platform/db'
import { newKey } from '../key-text'
import { newApiKeySchema } from '../schema'
import { countLiveKeys } from '../store'

const DAY_MS = 86_400_000
const MAX_LIVE_KEYS = 50

export const createApiKey = defineMutation({
  name: 'apiKeys.create',
  summary: 'Makes an API key for a program to act with; the key is shown this once. In person only.',
  within: 'org',
  permission: 'apiKeys.manage',
  route: 'POST /api-keys',
  hasSecretOutput: true,
  input: newApiKeySchema,
  output: z.object({
    id: z.string(),
    name: z.string(),
    /** The whole key. It cannot be shown again. */
    key: z.string(),
    prefix: z.string(),
    expiresAt: z.iso.datetime().nullable(),
  }),
  audit: (input, output) => ({
    subject: output.id,
    details: { name: output.name, prefix: output.prefix, projectIds: input.projectIds ?? null },
  }),
  async run({ scope, caller, db, now, record }, input) {
    requireInPerson(caller)
    const permissions = [...new Set(input.permissions)].sort()
    const projectIds = input.projectIds ? [...new Set(input.projectIds)] : null
    refuseUnheld(permissions, projectIds ? await heldIn(scope, db, projectIds) : scope.permissions)
    if ((await countLiveKeys(scope, db, now)) >= MAX_LIVE_KEYS)
      throw new AppError(
        'invalid_state',
        `You have ${MAX_LIVE_KEYS} live API keys here. Revoke one that nothing uses any more.`,
      )
    const { text, prefix, secretHash } = newKey()
    const expiresAt =
      input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * DAY_MS)
    const id = newId('apiKey')
    await db.apiKey.create({
      data: {
        id,
        orgId: scope.orgId,
        userId: scope.user.userId,
        name: input.name,
        prefix,
        secretHash,
        permissions,
        isLimitedToProjects: projectIds !== null,
        projectIds: projectIds ?? [],
        createdAt: now,
        expiresAt,
      },
      select: { id: true },
    })
    const expiry = expiresAt?.toISOString() ?? null
    record({ after: { name: input.name, prefix, permissions, projectIds, expiresAt: expiry } })
    return { id, name: input.name, key: text, prefix, expiresAt: expiry }
  },
})

/** What the caller holds in at least one of these projects, all of which they must be able to open. */
async function heldIn(
  scope: OrgScope,
  db: TenantTransaction,
  projectIds: readonly string[],
): Promise<ReadonlySet<Permission>> {
  const projects = await db.project.findMany({
    where: { orgId: scope.orgId, id: { in: [...projectIds] } },
    select: { id: true, memberships: { where: { userId: scope.user.userId }, select: { role: true } } },
  })
  const held = new Set<Permission>()
  for (const [index, projectId] of projectIds.entries()) {
    const project = projects.find(({ id }) => id === projectId)
    const roles = project?.memberships.map(({ role }) => asRole(role)) ?? []
    const permissions = permissionsOf(scope.role, ...roles)
    if (!project || !permissions.has('projects.read'))
      throw new AppError('not_found', 'There is no such project, or you are no member of it.', {
        details: { issues: [{ path: `projectIds.${index}`, message: 'There is no such project.' }] },
      })
    for (const permission of permissions) held.add(permission)
  }
  return held
}

function refuseUnheld(permissions: readonly Permission[], held: ReadonlySet<Permission>): void {
  const unheld = permissions.filter((permission) => !held.has(permission))
  if (unheld.length === 0) return
  throw new AppError('forbidden', `You do not hold ${unheld.join(', ')}, so your key cannot either.`, {
    details: { permission: unheld[0], unheld },
  })
}
