import { getServerSession } from 'next-auth'
import { newId } from '@/server/kernel/ids'
import type { Caller } from '@/server/operations'
import { authOptions, clientIp } from './auth-options'
import { readSession } from './store'

/** Who makes this request: reads the cookie through next-auth and the session's row behind it. */
export async function callerOf(headers: Headers): Promise<Caller> {
  const session: unknown = await getServerSession(authOptions())
  const sessionId = sessionIdOf(session)
  return {
    user: sessionId ? await readSession(sessionId, new Date()) : null,
    apiKey: null,
    correlationId: newId('request'),
    ip: clientIp(headers),
    userAgent: headers.get('user-agent'),
  }
}

function sessionIdOf(session: unknown): string | undefined {
  if (typeof session !== 'object' || session === null || !('sid' in session)) return undefined
  return typeof session.sid === 'string' ? session.sid : undefined
}
