import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { projectNameSchema } from '../schema'
import { findProject, renameProject as writeName } from '../store'

export const renameProject = defineMutation({
  name: 'projects.rename',
  summary: 'Gives a project another name; its address stays.',
  within: 'project',
  permission: 'projects.manage',
  route: 'PATCH ',
  input: z.object({ name: projectNameSchema }),
  output: z.object({ name: z.string() }),
  audit: ({ projectId }) => ({ subject: projectId }),
  async run({ scope, db, record }, { name }) {
    const before = await findProject(scope, db)
    await writeName(scope, db, name)
    record({ before: { name: before.name }, after: { name } })
    return { name }
  },
})
