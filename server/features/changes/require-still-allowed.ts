import { isSessionLive } from '@/server/features/sessions'
import { AppError } from '@/server/kernel/errors'
import { type Caller, resolveScope } from '@/server/operations'
import { systemDb } from '@/server/platform/db'

/**
 * Throws once a listener lost what let them in: `unauthenticated` for an ended session or API key,
 * `not_found` for a membership that ended or an organization that is being deleted.
 */
export async function requireStillAllowed(caller: Caller, orgId: string): Promise<void> {
  if (!(await isStillSignedIn(caller)))
    throw new AppError('unauthenticated', 'You were signed out. Sign in and try again.')
  try {
    await resolveScope({ within: 'org', permission: 'organizations.read' }, caller, { orgId })
  } catch (cause) {
    if (!AppError.is(cause)) throw cause
    throw new AppError('not_found', cause.message, { cause })
  }
}

async function isStillSignedIn({ user, apiKey }: Caller): Promise<boolean> {
  const now = new Date()
  if (apiKey) {
    const where = {
      id: apiKey.apiKeyId,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    }
    return (await systemDb().apiKey.count({ where })) === 1
  }
  return user?.sessionId != null && (await isSessionLive(user.sessionId, now))
}
