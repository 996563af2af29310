import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { endMembership } from '../end-membership'
import { requireAnotherOwner, requireNotAbove } from '../guards'
import { lockAsMember } from '../lock'
import { findMember } from '../store'

export const removeMember = defineMutation({
  name: 'members.remove',
  summary: 'Takes a member out of the organization: their roles, their API keys and their open pages end.',
  within: 'org',
  permission: 'members.manage',
  route: 'DELETE /members/{userId}',
  input: z.object({ userId: z.string() }),
  output: z.object({ userId: z.string() }),
  audit: ({ userId }) => ({ subject: userId }),
  async run({ scope, db, now, record }, { userId }) {
    const held = await lockAsMember(db, scope, 'members.manage')
    const member = await findMember(scope, db, userId)
    if (userId === scope.user.userId)
      throw new AppError('invalid_state', 'You cannot remove yourself. Leave the organization instead.')
    requireNotAbove(held, member)
    await requireAnotherOwner(scope, db, member)
    await endMembership(scope, db, userId, now)
    record({ before: { name: member.name, email: member.email, role: member.role } })
    return { userId }
  },
})
