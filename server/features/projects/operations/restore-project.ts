import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { findProject, unmarkDeleted } from '../store'

export const restoreProject = defineMutation({
  name: 'projects.restore',
  summary: 'Takes the deletion of a project back while that is possible.',
  within: 'project',
  permission: 'projects.delete',
  route: 'POST /restore',
  isOpenWhileDeleted: true,
  input: z.object({}),
  output: z.object({ projectId: z.string() }),
  audit: ({ projectId }) => ({ subject: projectId }),
  async run({ scope, db, now }) {
    const project = await findProject(scope, db)
    if (project.deletionDueAt === null)
      throw new AppError('invalid_state', 'This project is not being deleted.')
    if (!(await unmarkDeleted(scope, db, now)))
      throw new AppError('invalid_state', 'The time to restore this project is over.')
    return { projectId: project.id }
  },
})
