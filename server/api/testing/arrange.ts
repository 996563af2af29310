import { createOrganization } from '@/server/features/organizations'
import { newId } from '@/server/kernel/ids'
import type { Role } from '@/server/kernel/permissions'
import type { Caller } from '@/server/operations'
import { hashPassword } from '@/server/platform/crypto'
import { systemDb } from '@/server/platform/db'

export interface Tenant {
  orgId: string
  projectId: string
  owner: Caller
}

/** Of everybody arranged here. */
export const ARRANGED_PASSWORD = 'correct horse battery'

const SESSION_LIFE_MS = 86_400_000

let passwordHash: Promise<string> | undefined

/** An organization with an owner, its first project and the starter workflows. */
export async function arrangeTenant(name: string): Promise<Tenant> {
  const owner = await arrangeUser(`${name} owner`)
  const userId = owner.user?.userId ?? ''
  const { orgId } = await systemDb().$transaction(
    (db) => createOrganization(db, { name, ownerId: userId }),
    // As operations have it; a busy machine is no failure.
    { timeout: 15_000 },
  )
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

/** Somebody with an account, signed in, and nothing else, as a request of theirs arrives. */
export async function arrangeUser(name: string): Promise<Caller> {
  const id = newId('user')
  const email = `${id}@example.com`
  passwordHash ??= hashPassword(ARRANGED_PASSWORD)
  await systemDb().user.create({ data: { id, name, email, passwordHash: await passwordHash } })
  const sessionId = newId('session')
  const expiresAt = new Date(Date.now() + SESSION_LIFE_MS)
  await systemDb().session.create({ data: { id: sessionId, userId: id, expiresAt } })
  return {
    user: { userId: id, sessionId, name, email },
    apiKey: null,
    correlationId: newId('request'),
    ip: '127.0.0.1',
    userAgent: 'test',
  }
}
