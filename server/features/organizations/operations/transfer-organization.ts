import { z } from 'zod'
import { findMember, lockAsMember, writeRole } from '@/server/features/members'
import { AppError } from '@/server/kernel/errors'
import { defineMutation, requireInPerson } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { announceIn } from '@/server/platform/realtime'

export const transferOrganization = defineMutation({
  name: 'organizations.transfer',
  summary: 'Makes another member an owner and the caller an admin.',
  within: 'org',
  permission: 'organizations.transfer',
  route: 'POST /transfer',
  input: z.object({ userId: z.string() }),
  output: z.object({ userId: z.string() }),
  audit: ({ orgId, userId }) => ({ subject: orgId, details: { userId } }),
  async run({ scope, caller, db, record }, { userId }) {
    requireInPerson(caller)
    await lockAsMember(db, scope, 'organizations.transfer')
    const heir = await findMember(scope, db, userId)
    if (userId === scope.user.userId)
      throw new AppError('invalid_state', 'You own this organization already. Choose another member.')
    await writeRole(scope, db, userId, 'owner')
    await writeRole(scope, db, scope.user.userId, 'admin')
    await announceIn(asQueryable(db), [scope.orgId], 'members')
    record({
      before: { [userId]: heir.role, [scope.user.userId]: 'owner' },
      after: { [userId]: 'owner', [scope.user.userId]: 'admin' },
    })
    return { userId }
  },
})
