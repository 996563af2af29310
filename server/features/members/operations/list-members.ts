import { z } from 'zod'
import { lastSeenOf } from '@/server/features/sessions'
import { ROLES } from '@/server/kernel/permissions'
import { defineQuery } from '@/server/operations'
import { grantableRoles, holdsMore } from '../rules'
import { memberSchema } from '../schema'
import { listMemberRows } from '../store'

export const listMembers = defineQuery({
  name: 'members.list',
  summary: 'Members of an organization with their roles, and which roles the caller may give.',
  within: 'org',
  permission: 'members.read',
  route: 'GET /members',
  input: z.object({}),
  output: z.object({ members: z.array(memberSchema), grantableRoles: z.array(z.enum(ROLES)) }),
  async run({ scope, db }) {
    const rows = await listMemberRows(scope, db)
    const seen = await lastSeenOf(rows.map((row) => row.userId))
    const owners = rows.filter((row) => row.role === 'owner').length
    const mayManage = scope.permissions.has('members.manage')
    return {
      grantableRoles: grantableRoles(scope.permissions),
      members: rows.map((row) => {
        const roles = [row.role, ...row.projectRoles.map(({ role }) => role)]
        const isLastOwner = row.role === 'owner' && owners === 1
        const isMe = row.userId === scope.user.userId
        const mayChange = mayManage && !isLastOwner && !holdsMore(scope.permissions, roles)
        return {
          ...row,
          joinedAt: row.joinedAt.toISOString(),
          lastSeenAt: seen.get(row.userId)?.toISOString() ?? null,
          isMe,
          mayChange,
          mayRemove: mayChange && !isMe,
        }
      }),
    }
  },
})
