import { AppError } from '@/server/kernel/errors'
import { isPermission, type Permission } from '@/server/kernel/permissions'
import type { Caller } from '@/server/operations'
import { isSecretOf, parseKey } from './key-text'
import { findKeyByPrefix, isUseStale, touchKey } from './store'

/**
 * Every role holds it, and nobody grants a role that holds more than they do: without it no key could invite
 * anybody. Making keys stays closed to programs, for that is done in person.
 */
const MAKING_KEYS: Permission = 'apiKeys.manage'

/** A request before anybody looked at its key. */
export type Visitor = Pick<Caller, 'correlationId' | 'ip' | 'userAgent'>

/**
 * Who calls with this `Authorization` header: nobody without one, else the key's user, narrowed to what the
 * key grants. Throws `unauthenticated` for a key that is unknown, wrong, revoked, expired, or whose user
 * left the organization.
 */
export async function callerOfKey(authorization: string | null, visitor: Visitor): Promise<Caller> {
  const nobody: Caller = { ...visitor, user: null, apiKey: null }
  if (authorization === null) return nobody
  const [, text] = /^bearer +(\S+)$/i.exec(authorization.trim()) ?? []
  if (!text) throw refused('Send the API key as Authorization: Bearer pawl_…')
  const parsed = parseKey(text)
  if (!parsed)
    throw refused('This is no API key. A key begins with pawl_ and is shown once, when it is made.')
  const now = new Date()
  const key = await findKeyByPrefix(parsed.prefix)
  if (!isSecretOf(key?.secretHash, parsed.secret) || !key) throw refused('This API key is not valid.')
  if (key.revokedAt) throw refused(`The API key "${key.name}" was revoked. Make another one.`)
  if (key.expiresAt && key.expiresAt <= now)
    throw refused(`The API key "${key.name}" expired on ${key.expiresAt.toISOString().slice(0, 10)}.`)
  if (!key.isMember) throw refused(`The API key "${key.name}" belongs to somebody who left the organization.`)
  if (isUseStale(key.lastUsedAt, now)) await touchKey(key.id, visitor.ip, now)
  return {
    ...visitor,
    user: { userId: key.user.id, sessionId: null, name: key.user.name, email: key.user.email },
    apiKey: {
      apiKeyId: key.id,
      name: key.name,
      orgId: key.orgId,
      permissions: new Set([...key.permissions.filter(isPermission), MAKING_KEYS]),
      projectIds: key.isLimitedToProjects ? key.projectIds : null,
    },
  }
}

function refused(message: string): AppError {
  return new AppError('unauthenticated', message)
}
