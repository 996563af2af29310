import { z } from 'zod'
import { ROLES } from '@/server/kernel/permissions'
import { defineMutation } from '@/server/operations'
import { requireAnotherOwner, requireGrant, requireNotAbove } from '../guards'
import { lockAsMember } from '../lock'
import { findMember, writeRole } from '../store'

export const setRole = defineMutation({
  name: 'members.setRole',
  summary: 'Gives a member another role in the organization; the next call they make sees it.',
  within: 'org',
  permission: 'members.manage',
  route: 'PUT /members/{userId}/role',
  input: z.object({ userId: z.string(), role: z.enum(ROLES) }),
  output: z.object({ userId: z.string(), role: z.enum(ROLES) }),
  audit: ({ userId }) => ({ subject: userId }),
  async run({ scope, db, record }, { userId, role }) {
    const held = await lockAsMember(db, scope, 'members.manage')
    const member = await findMember(scope, db, userId)
    requireNotAbove(held, member)
    requireGrant(held, role)
    if (role !== 'owner') await requireAnotherOwner(scope, db, member)
    await writeRole(scope, db, userId, role)
    record({ before: { role: member.role }, after: { role } })
    return { userId, role }
  },
})
