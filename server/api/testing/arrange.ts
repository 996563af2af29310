import { createOrganization } from '@/server/features/organizations'
import { newId } from '@/server/kernel/ids'
import type { Role } from '@/server/kernel/permissions'
import type { Caller } from '@/server/operations'
import { systemDb } from '@/server/platform/db'

export interface Tenant {
  orgId: string
  projectId: string
  owner: Caller
}

/** An organization with an owner, its first project and the starter workflows. */
export async function arrangeTenant(name: string): Promise<Tenant> {
  const owner = await arrangeUser(`${name} owner`)
  const userId = owner.user?.userId ?? ''
  const { orgId } = await systemDb().$transaction((db) => createOrganization(db, { name, ownerId: userId }))
  const project = await systemDb().project.findFirstOrThrow({ where: { orgId }, select: { id: true } })
  return { orgId, projectId: project.id, owner }
}

/** A colleague with a role in the org. */
export async function arrangeMember(orgId: string, role: Role): Promise<Caller> {
  const caller = await arrangeUser(`${role} ${newId('user')}`)
  const userId = caller.user?.userId ?? ''
  await systemDb().membership.create({ data: { id: newId('membership'), orgId, userId, role } })
  return caller
}

/** Somebody with an account and nothing else, as a request of theirs arrives. */
export async function arrangeUser(name: string): Promise<Caller> {
  const id = newId('user')
  const email = `${id}@example.com`
  await systemDb().user.create({ data: { id, name, email, passwordHash: 'none' } })
  return {
    user: { userId: id, sessionId: newId('session'), name, email },
    apiKey: null,
    correlationId: newId('request'),
    ip: '127.0.0.1',
    userAgent: 'test',
  }
}
