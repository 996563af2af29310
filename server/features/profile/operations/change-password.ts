import { z } from 'zod'
import { forgiveTries, requireSignedIn, revokeSessions, throttle } from '@/server/features/sessions'
import { AppError } from '@/server/kernel/errors'
import { type Caller, defineMutation, recordSessionEvent, type SignedInUser } from '@/server/operations'
import { hashPassword, verifyPassword } from '@/server/platform/crypto'
import { passwordChangeSchema } from '../schema'
import { lockPassword, readPassword, writePassword } from '../store'

export const changePassword = defineMutation({
  name: 'profile.changePassword',
  summary: 'Gives the caller another password and signs out all their other sessions.',
  within: 'instance',
  permission: 'in-person',
  route: 'POST /profile/password',
  input: passwordChangeSchema,
  output: z.object({ signedOutSessions: z.number().int() }),
  audit: (_input, output) => ({ subject: 'password', details: output }),
  async before({ scope, caller }, { currentPassword }) {
    const user = requireSignedIn(scope)
    const throttled = await throttle(user.email, caller.ip)
    if (throttled)
      throw new AppError('limit_exceeded', 'Too many tries. Wait a while, then try again.', {
        retryAfterMs: throttled.retryAfterMs,
      })
    if (!(await verifyPassword(await readPassword(user.userId), currentPassword)))
      throw await refused(user, caller)
    await forgiveTries(user.email)
  },
  async run({ scope, caller, db, now }, { currentPassword, newPassword }) {
    const user = requireSignedIn(scope)
    // Again, now that nobody else can change it: who knows the old password only must not be the last to write.
    if (!(await verifyPassword(await lockPassword(db, user.userId), currentPassword)))
      throw new AppError('conflict', 'The password was changed at this moment. Try again with the new one.')
    await writePassword(db, user.userId, await hashPassword(newPassword))
    const signedOutSessions = await revokeSessions(db, user.userId, { except: user.sessionId }, now)
    const change = {
      action: 'sessions.passwordChange',
      ip: caller.ip,
      details: { signedOutSessions },
    } as const
    await recordSessionEvent({ ...change, outcome: 'done', user }, db)
    return { signedOutSessions }
  },
})

async function refused(user: SignedInUser, caller: Caller): Promise<AppError> {
  const details = { reason: 'wrong current password' }
  await recordSessionEvent({
    action: 'sessions.passwordChange',
    outcome: 'refused',
    user,
    details,
    ip: caller.ip,
  })
  const message = 'This is not your current password.'
  return new AppError('invalid_input', message, {
    details: { issues: [{ path: 'currentPassword', message }] },
  })
}
