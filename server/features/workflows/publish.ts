import { variableNames } from '@/server/features/variables'
import { AppError } from '@/server/kernel/errors'
import type { Problem, WorkflowDefinition } from '@/server/language/contracts'
import { checkWorkflow } from '@/server/language/definition'
import type { MutationContext } from '@/server/operations'
import { insertVersion } from './store'

type Context = Pick<MutationContext<'project'>, 'scope' | 'db' | 'now'>

export interface CheckedSource {
  source: string
  definition: WorkflowDefinition
  digest: string
  /** Warnings. */
  problems: Problem[]
}

/** The definition in a source that has no errors and belongs to this workflow. */
export async function checkSource(
  { scope, db }: Pick<Context, 'scope' | 'db'>,
  workflow: { name: string },
  source: string,
  refusal = 'This workflow has errors. Mend them and publish again.',
): Promise<CheckedSource> {
  const checked = checkWorkflow(source, { projectVars: await variableNames(scope, db) })
  if (!checked.ok) throw new AppError('invalid_input', refusal, { details: { problems: checked.problems } })
  const { definition, digest, problems } = checked
  if (definition.name !== workflow.name)
    throw new AppError(
      'invalid_input',
      `The document says name: ${definition.name}, but this workflow is ${workflow.name}. A workflow keeps its name.`,
    )
  return { source, definition, digest, problems }
}

/** What `publishVersion` must know of the workflow, as `findWorkflow` gives it. */
export interface PublishableWorkflow {
  id: string
  latestVersion: number
  draftSource: string
  versions: { source: string }[]
}

/**
 * Makes the next version. The draft moves along where it says nothing of its own: text that somebody else has
 * in it meanwhile is never replaced.
 */
export async function publishVersion(
  { scope, db, now }: Context,
  workflow: PublishableWorkflow,
  { source, definition, digest }: CheckedSource,
  message: string | null,
): Promise<number> {
  const latest = workflow.versions[0]?.source
  const isDraftIdle = latest !== undefined && workflow.draftSource === latest
  const number = workflow.latestVersion + 1
  const claimed = await db.workflow.updateMany({
    where: { id: workflow.id, latestVersion: workflow.latestVersion },
    data: {
      latestVersion: number,
      title: definition.title ?? definition.name,
      description: definition.description ?? null,
      updatedAt: now,
    },
  })
  if (claimed.count !== 1)
    throw new AppError('conflict', 'Somebody else published at the same moment. Look at their version first.')
  if (isDraftIdle && workflow.draftSource !== source)
    await db.workflow.updateMany({
      where: { id: workflow.id, draftSource: workflow.draftSource },
      data: { draftSource: source, draftRevision: { increment: 1 } },
    })
  const { orgId, projectId, user } = scope
  await insertVersion({ orgId, projectId }, db, {
    workflowId: workflow.id,
    number,
    source,
    definition,
    digest,
    message,
    userId: user.userId,
  })
  return number
}
