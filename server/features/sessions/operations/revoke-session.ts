import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { requireSignedIn } from '../require-signed-in'
import { revokeSessions } from '../store'

export const revokeSession = defineMutation({
  name: 'sessions.revoke',
  summary: 'Signs out one of the caller’s sessions; its open pages close at once.',
  within: 'instance',
  permission: 'in-person',
  route: 'DELETE /sessions/{sessionId}',
  input: z.object({ sessionId: z.string() }),
  output: z.object({ sessionId: z.string() }),
  audit: ({ sessionId }) => ({ subject: sessionId }),
  async run({ scope, db, now }, { sessionId }) {
    const { userId } = requireSignedIn(scope)
    const count = await revokeSessions(db, userId, { only: sessionId }, now)
    if (count === 0)
      throw new AppError('not_found', 'You have no such session; it may be signed out already.')
    return { sessionId }
  },
})
