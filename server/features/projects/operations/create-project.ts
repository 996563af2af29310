import { z } from 'zod'
import { lockAsMember } from '@/server/features/members'
import { defineMutation } from '@/server/operations'
import { createProject } from '../create-project'
import { projectNameSchema } from '../schema'

export const createProjectOperation = defineMutation({
  name: 'projects.create',
  summary: 'A new project in the organization, with the starter workflows unless told otherwise.',
  within: 'org',
  permission: 'projects.create',
  route: 'POST /projects',
  input: z.object({ name: projectNameSchema, hasStarters: z.boolean().default(true) }),
  output: z.object({ projectId: z.string(), projectSlug: z.string() }),
  audit: ({ name }, { projectId }) => ({ subject: projectId, details: { name } }),
  async run({ scope, db }, { name, hasStarters }) {
    await lockAsMember(db, scope, 'projects.create')
    return createProject(scope, db, { name, userId: scope.user.userId, hasStarters })
  },
})
