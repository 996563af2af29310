import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { projectSchema } from '../schema'
import { findProject, presentProject } from '../store'

export const getProject = defineQuery({
  name: 'projects.get',
  summary: 'A project, also while it waits to be deleted.',
  within: 'project',
  permission: 'projects.read',
  route: 'GET ',
  isOpenWhileDeleted: true,
  input: z.object({}),
  output: projectSchema,
  async run({ scope, db }) {
    return presentProject(await findProject(scope, db))
  },
})
