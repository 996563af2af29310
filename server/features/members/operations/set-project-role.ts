import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { PROJECT_ROLES } from '@/server/kernel/permissions'
import { defineMutation } from '@/server/operations'
import { requireGrant, requireNotAbove } from '../guards'
import { lockAsMember } from '../lock'
import { findMember, writeProjectRole } from '../store'

export const setProjectRole = defineMutation({
  name: 'members.setProjectRole',
  summary: 'Gives a member a role in one project beside the one in the organization, or takes it away.',
  within: 'org',
  permission: 'members.manage',
  route: 'PUT /members/{userId}/projects/{memberProjectId}',
  input: z.object({
    userId: z.string(),
    memberProjectId: z.string(),
    /** Null takes the role away. */
    role: z.enum(PROJECT_ROLES).nullable(),
  }),
  output: z.object({
    userId: z.string(),
    memberProjectId: z.string(),
    role: z.enum(PROJECT_ROLES).nullable(),
  }),
  audit: ({ userId, memberProjectId }) => ({ subject: userId, details: { projectId: memberProjectId } }),
  async run({ scope, db, record }, { userId, memberProjectId, role }) {
    const held = await lockAsMember(db, scope, 'members.manage')
    const member = await findMember(scope, db, userId)
    const project = await db.project.findFirst({
      where: { id: memberProjectId, orgId: scope.orgId },
      select: { id: true },
    })
    if (!project) throw new AppError('not_found', 'There is no such project in this organization.')
    requireNotAbove(held, member)
    if (role !== null) requireGrant(held, role)
    await writeProjectRole(scope, db, { userId, projectId: project.id, role })
    const before = member.projectRoles.find((given) => given.projectId === project.id)?.role ?? null
    record({ before: { role: before }, after: { role } })
    return { userId, memberProjectId, role }
  },
})
