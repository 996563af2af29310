import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { requireSignedIn } from '../require-signed-in'
import { revokeSessions } from '../store'

export const revokeOtherSessions = defineMutation({
  name: 'sessions.revokeOthers',
  summary: 'Signs out every session of the caller but the one that asks.',
  within: 'instance',
  permission: 'in-person',
  route: 'POST /sessions/revoke-others',
  input: z.object({}),
  output: z.object({ signedOutSessions: z.number().int() }),
  audit: (_input, output) => ({ subject: 'sessions', details: output }),
  async run({ scope, db, now }) {
    const { userId, sessionId } = requireSignedIn(scope)
    return { signedOutSessions: await revokeSessions(db, userId, { except: sessionId }, now) }
  },
})
