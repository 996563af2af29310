import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { asRole, permissionsOf } from '@/server/kernel/permissions'
import { defineQuery } from '@/server/operations'
import type { SystemDb } from '@/server/platform/db'
import { narrowToKey } from '../narrow-to-key'
import { type Whoami, whoamiSchema } from '../schema'

export const whoami = defineQuery({
  name: 'sessions.whoami',
  summary: 'The signed-in person, with the organizations and projects they may open.',
  within: 'instance',
  permission: 'signed-in',
  route: 'GET /whoami',
  input: z.object({}),
  output: whoamiSchema,
  async run({ scope, caller, db }) {
    const { user } = scope
    if (!user) throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.')
    const [profile, memberships] = await Promise.all([
      db.user.findUniqueOrThrow({
        where: { id: user.userId },
        select: { id: true, name: true, email: true, timeZone: true, locale: true },
      }),
      membershipsOf(db, user.userId),
    ])
    const organizations = memberships.map(presentOrganization)
    return {
      user: profile,
      organizations: caller.apiKey ? narrowToKey(organizations, caller.apiKey) : organizations,
    }
  },
})

function membershipsOf(db: SystemDb, userId: string) {
  const common = { id: true, slug: true, name: true, deletionDueAt: true } as const
  return db.membership.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: {
      role: true,
      org: {
        select: {
          ...common,
          projects: {
            orderBy: { createdAt: 'asc' },
            select: { ...common, memberships: { where: { userId }, select: { role: true } } },
          },
        },
      },
    },
  })
}

type Row = Awaited<ReturnType<typeof membershipsOf>>[number]

function presentOrganization({ role, org }: Row): Whoami['organizations'][number] {
  const orgRole = asRole(role)
  return {
    id: org.id,
    slug: org.slug,
    name: org.name,
    role: orgRole,
    permissions: [...permissionsOf(orgRole)],
    deletionDueAt: org.deletionDueAt?.toISOString() ?? null,
    projects: org.projects
      .map((project) => {
        const roles = [orgRole, ...project.memberships.map((membership) => asRole(membership.role))]
        return {
          id: project.id,
          slug: project.slug,
          name: project.name,
          roles,
          permissions: [...permissionsOf(...roles)],
          deletionDueAt: project.deletionDueAt?.toISOString() ?? null,
        }
      })
      .filter((project) => project.permissions.includes('projects.read')),
  }
}
