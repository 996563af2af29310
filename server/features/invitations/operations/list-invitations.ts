import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { stateOf } from '../rules'
import { type Invitation, invitationSchema } from '../schema'
import { type InvitationRow, inviterNames, listInvitationRows, projectNames } from '../store'

export const listInvitations = defineQuery({
  name: 'invitations.list',
  summary: 'Invitations into the organization: open ones first, then those of the last thirty days.',
  within: 'org',
  permission: 'members.manage',
  route: 'GET /invitations',
  input: z.object({}),
  output: z.object({ invitations: z.array(invitationSchema) }),
  async run({ scope, db, now }) {
    const rows = await listInvitationRows(scope, db, now)
    const people = await inviterNames(rows)
    const projects = await projectNames(scope, db)
    const invitations = rows.map((row) => present(row, { people, projects, now }))
    const isOpen = (invitation: Invitation) => invitation.state === 'open'
    return { invitations: [...invitations.filter(isOpen), ...invitations.filter((one) => !isOpen(one))] }
  },
})

interface Names {
  people: Map<string, string>
  projects: Map<string, string>
  now: Date
}

function present(row: InvitationRow, { people, projects, now }: Names): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    projectRoles: row.projectRoles.flatMap(({ projectId, role }) => {
      const projectName = projects.get(projectId)
      return projectName === undefined ? [] : [{ projectId, projectName, role }]
    }),
    invitedBy: people.get(row.invitedById) ?? 'a former member',
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: stateOf(row, now),
    mailedAt: row.mailedAt?.toISOString() ?? null,
    mailError: row.mailError,
  }
}
