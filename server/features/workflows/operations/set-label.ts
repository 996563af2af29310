import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { countLabels, findLabel, writeLabel } from '../labels'
import { labelNameSchema, MAX_LABELS } from '../schema'
import { findVersion, findWorkflow } from '../store'

export const setLabel = defineMutation({
  name: 'workflows.setLabel',
  summary: 'Lets a label such as production stand for a version, instead of the one it stood for.',
  within: 'project',
  permission: 'workflows.publish',
  route: 'PUT /workflows/{workflow}/labels/{label}',
  input: z.object({ workflow: z.string(), label: labelNameSchema, version: z.number().int().positive() }),
  output: z.object({
    workflowId: z.string(),
    label: z.string(),
    version: z.number().int(),
    /** The version it stood for before. */
    previous: z.number().int().nullable(),
  }),
  audit: ({ label, version }, { workflowId, previous }) => ({
    subject: workflowId,
    details: { label, version, previous },
  }),
  async run({ scope, db, record }, { workflow: idOrName, label, version: number }) {
    const workflow = await findWorkflow(scope, db, idOrName)
    const version = await findVersion(scope, db, workflow.id, number)
    const before = await findLabel(scope, db, workflow.id, label)
    if (!before && (await countLabels(scope, db, workflow.id)) >= MAX_LABELS)
      throw new AppError('limit_exceeded', `A workflow has at most ${MAX_LABELS} labels. Remove one first.`)
    await writeLabel(scope, db, {
      workflowId: workflow.id,
      name: label,
      versionId: version.id,
      userId: scope.user.userId,
    })
    const previous = before?.number ?? null
    record({ ...(before && { before: { [label]: previous } }), after: { [label]: number } })
    return { workflowId: workflow.id, label, version: number, previous }
  },
})
