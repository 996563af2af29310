import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'

export const archiveWorkflow = defineMutation({
  name: 'workflows.archive',
  summary: 'Takes a workflow out of the lists; its runs and versions stay. `archived: false` brings it back.',
  within: 'project',
  permission: 'workflows.edit',
  route: 'POST /workflows/{workflowId}/archive',
  input: z.object({ workflowId: z.string(), archived: z.boolean() }),
  output: z.object({ archived: z.boolean() }),
  audit: (input) => ({ subject: input.workflowId, details: { archived: input.archived } }),
  async run({ scope, db, now }, { workflowId, archived }) {
    const changed = await db.workflow.updateMany({
      where: { id: workflowId, projectId: scope.projectId },
      data: { archivedAt: archived ? now : null },
    })
    if (changed.count !== 1) throw new AppError('not_found', 'There is no such workflow in this project.')
    return { archived }
  },
})
