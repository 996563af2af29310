import { z } from 'zod'
import { asRole, permissionsOf } from '@/server/kernel/permissions'
import { defineQuery } from '@/server/operations'
import { projectRowSchema } from '../schema'
import { countWorkflows, listOrgMembers, listProjectRows, presentProject } from '../store'

export const listProjects = defineQuery({
  name: 'projects.list',
  summary: 'The projects of an organization that the caller may open, also those waiting to be deleted.',
  within: 'org',
  permission: 'organizations.read',
  route: 'GET /projects',
  input: z.object({}),
  output: z.object({ projects: z.array(projectRowSchema) }),
  async run({ scope, caller, db }) {
    const rows = await listProjectRows(scope, db)
    const workflows = await countWorkflows(scope, db)
    const people = await listOrgMembers(scope, db)
    const insiders = people.filter((person) => asRole(person.role) !== 'guest')
    const isInside = new Set(insiders.map((person) => person.userId))
    const { apiKey } = caller
    const projects = rows.map(({ memberships, ...row }) => {
      const mine = memberships.find((membership) => membership.userId === scope.user.userId)
      const roles = mine ? [scope.role, asRole(mine.role)] : [scope.role]
      const held = [...permissionsOf(...roles)]
      const guests = memberships.filter((membership) => !isInside.has(membership.userId)).length
      return {
        ...presentProject(row),
        memberCount: insiders.length + guests,
        workflowCount: workflows.get(row.id) ?? 0,
        roles,
        permissions: apiKey ? held.filter((permission) => apiKey.permissions.has(permission)) : held,
      }
    })
    return {
      projects: projects.filter(
        (project) =>
          project.permissions.includes('projects.read') &&
          (!apiKey?.projectIds || apiKey.projectIds.includes(project.id)),
      ),
    }
  },
})
