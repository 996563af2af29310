import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { checkWorkflow } from '@/server/language/definition'
import { defineMutation, type MutationContext } from '@/server/operations'
import { sourceSchema } from '../schema'
import { findWorkflow } from '../store'

export const saveDraft = defineMutation({
  name: 'workflows.saveDraft',
  summary: 'Saves the draft of a workflow; refused when somebody else saved since `revision`.',
  within: 'project',
  permission: 'workflows.edit',
  route: 'PUT /workflows/{workflowId}/draft',
  input: z.object({ workflowId: z.string(), source: sourceSchema, revision: z.number().int() }),
  output: z.object({ revision: z.number().int() }),
  audit: (input, output) => ({ subject: input.workflowId, details: { revision: output.revision } }),
  async run({ scope, db, now }, { workflowId, source, revision }) {
    const saved = await db.workflow.updateMany({
      where: { id: workflowId, projectId: scope.projectId, draftRevision: revision, archivedAt: null },
      data: { draftSource: source, draftRevision: revision + 1, updatedAt: now },
    })
    if (saved.count === 1) {
      await titleUnpublished(scope.projectId, db, workflowId, source)
      return { revision: revision + 1 }
    }
    const current = await findWorkflow(scope, db, workflowId)
    throw new AppError('conflict', 'Somebody else saved this draft meanwhile. Compare and save again.', {
      details: { revision: current.draftRevision, source: current.draftSource },
    })
  },
})

/** A workflow goes by what its latest version says; before the first one, by its draft. */
async function titleUnpublished(
  projectId: string,
  db: MutationContext<'project'>['db'],
  workflowId: string,
  source: string,
): Promise<void> {
  const checked = checkWorkflow(source, { projectVars: null })
  if (!checked.ok) return
  const { name, title, description } = checked.definition
  await db.workflow.updateMany({
    where: { id: workflowId, projectId, latestVersion: 0 },
    data: { title: title ?? name, description: description ?? null },
  })
}
