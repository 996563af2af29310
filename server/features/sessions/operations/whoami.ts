import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { isRole, permissionsOf } from '@/server/kernel/permissions'
import { defineQuery } from '@/server/operations'
import { whoamiSchema } from '../schema'

export const whoami = defineQuery({
  name: 'sessions.whoami',
  summary: 'The signed-in person, with the organizations and projects they may open.',
  within: 'instance',
  permission: 'signed-in',
  input: z.object({}),
  output: whoamiSchema,
  async run({ scope, db }) {
    const { user } = scope
    if (!user) throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.')
    const memberships = await db.membership.findMany({
      where: { userId: user.userId },
      orderBy: { createdAt: 'asc' },
      select: {
        role: true,
        org: {
          select: {
            id: true,
            slug: true,
            name: true,
            projects: { orderBy: { createdAt: 'asc' }, select: { id: true, slug: true, name: true } },
          },
        },
      },
    })
    return {
      user: { id: user.userId, name: user.name, email: user.email },
      organizations: memberships.flatMap(({ role, org }) =>
        isRole(role) ? [{ ...org, role, permissions: [...permissionsOf(role)] }] : [],
      ),
    }
  },
})
