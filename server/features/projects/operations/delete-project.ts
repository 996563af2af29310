import { z } from 'zod'
import { lockOrganization } from '@/server/features/members'
import { cancelActiveRuns } from '@/server/features/runs'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { deletionDueAt, requireConfirmation } from '../rules'
import { countLiving, findProject, markDeleted } from '../store'

export const deleteProject = defineMutation({
  name: 'projects.delete',
  summary: 'Closes a project and cancels its runs; it can be restored for seven days, then all of it goes.',
  within: 'project',
  permission: 'projects.delete',
  route: 'DELETE ',
  input: z.object({
    /** The name of the project. */
    confirmation: z.string().max(200),
  }),
  output: z.object({ deletionDueAt: z.iso.datetime() }),
  audit: ({ projectId }, output) => ({ subject: projectId, details: output }),
  async run({ scope, db, now, emit }, { confirmation }) {
    await lockOrganization(db, scope.orgId)
    const project = await findProject(scope, db)
    requireConfirmation('project', project.name, confirmation)
    const dueAt = deletionDueAt(now)
    const isMarked = await markDeleted(scope, db, { dueAt, userId: scope.user.userId })
    if (!isMarked) throw new AppError('conflict', 'This project is being deleted already.')
    if ((await countLiving(scope, db)) === 0)
      throw new AppError(
        'invalid_state',
        'An organization needs a project, and this is the last one. Create another first, or delete the organization.',
      )
    await cancelActiveRuns(scope, db, {
      by: scope.user.userId,
      reason: 'The project is being deleted.',
      now,
      emit,
    })
    return { deletionDueAt: dueAt.toISOString() }
  },
})
