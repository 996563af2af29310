import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { deleteLabel, findLabel } from '../labels'
import { findWorkflow } from '../store'

export const removeLabel = defineMutation({
  name: 'workflows.removeLabel',
  summary: 'Takes a label away; what asked for the version by it is refused from then on.',
  within: 'project',
  permission: 'workflows.publish',
  route: 'DELETE /workflows/{workflow}/labels/{label}',
  input: z.object({ workflow: z.string(), label: z.string() }),
  output: z.object({ workflowId: z.string(), label: z.string(), version: z.number().int().nullable() }),
  audit: ({ label }, { workflowId, version }) => ({ subject: workflowId, details: { label, version } }),
  async run({ scope, db, record }, { workflow: idOrName, label }) {
    const workflow = await findWorkflow(scope, db, idOrName)
    const before = await findLabel(scope, db, workflow.id, label)
    const version = before?.number ?? null
    if (!(await deleteLabel(scope, db, workflow.id, label)))
      throw new AppError('not_found', `This workflow has no label “${label}”.`)
    record({ before: { [label]: version } })
    return { workflowId: workflow.id, label, version }
  },
})
