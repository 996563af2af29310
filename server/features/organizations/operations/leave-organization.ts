import { z } from 'zod'
import { endMembership, findMember, lockAsMember, requireAnotherOwner } from '@/server/features/members'
import { defineMutation, requireInPerson } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { announceIn } from '@/server/platform/realtime'

export const leaveOrganization = defineMutation({
  name: 'organizations.leave',
  summary: 'The caller gives up their membership, with their roles and API keys there.',
  within: 'org',
  permission: 'organizations.read',
  route: 'POST /leave',
  isOpenWhileDeleted: true,
  input: z.object({}),
  output: z.object({ orgId: z.string() }),
  audit: ({ orgId }) => ({ subject: orgId }),
  async run({ scope, caller, db, now, record }) {
    requireInPerson(caller)
    await lockAsMember(db, scope, 'organizations.read')
    const me = await findMember(scope, db, scope.user.userId)
    await requireAnotherOwner(scope, db, me)
    await endMembership(scope, db, me.userId, now)
    await announceIn(asQueryable(db), [scope.orgId], 'members')
    record({ before: { role: me.role } })
    return { orgId: scope.orgId }
  },
})
