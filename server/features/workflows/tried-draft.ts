import { AppError } from '@/server/kernel/errors'
import type { WorkflowDefinition } from '@/server/language/contracts'
import type { MutationContext } from '@/server/operations'
import { checkSource } from './publish'
import { insertVersion } from './store'

export interface TriedDraft {
  versionId: string
  source: string
  definition: WorkflowDefinition
}

/**
 * Keeps a draft as it is about to be run, without a number, so that the run is pinned to it like any other.
 * Only who may edit the workflow may run what nobody published.
 */
export async function keepTriedDraft(
  context: Pick<MutationContext<'project'>, 'scope' | 'db'>,
  workflow: { id: string; name: string },
  source: string,
): Promise<TriedDraft> {
  const { scope, db } = context
  if (!scope.permissions.has('workflows.edit'))
    throw new AppError(
      'forbidden',
      'Trying a draft needs the permission workflows.edit. Run a published version instead.',
    )
  const refusal = 'This draft has errors. Mend them and try again.'
  const { definition, digest } = await checkSource(context, workflow, source, refusal)
  const { orgId, projectId, user } = scope
  const known = await db.workflowVersion.findFirst({
    where: { projectId, workflowId: workflow.id, number: null, digest, source },
    select: { id: true },
  })
  if (known) return { versionId: known.id, source, definition }
  const versionId = await insertVersion({ orgId, projectId }, db, {
    workflowId: workflow.id,
    number: null,
    source,
    definition,
    digest,
    message: null,
    userId: user.userId,
  })
  return { versionId, source, definition }
}
