import { z } from 'zod'
import { variableNames } from '@/server/features/variables'
import { AppError } from '@/server/kernel/errors'
import { checkWorkflow } from '@/server/language/definition'
import { defineMutation } from '@/server/operations'
import { problemSchema, sourceSchema } from '../schema'
import { findWorkflow, insertVersion } from '../store'

export const publishWorkflow = defineMutation({
  name: 'workflows.publish',
  summary: 'Makes the next immutable version from a source without errors.',
  within: 'project',
  permission: 'workflows.publish',
  route: 'POST /workflows/{workflowId}/publish',
  input: z.object({
    workflowId: z.string(),
    source: sourceSchema,
    message: z.string().trim().max(500).optional(),
  }),
  output: z.object({ number: z.number().int(), problems: z.array(problemSchema) }),
  audit: (input, output) => ({
    subject: input.workflowId,
    details: { version: output.number, message: input.message ?? null },
  }),
  async run({ scope, db, now }, { workflowId, source, message }) {
    const workflow = await findWorkflow(scope, db, workflowId)
    const checked = checkWorkflow(source, { projectVars: await variableNames(scope, db) })
    if (!checked.ok)
      throw new AppError('invalid_input', 'This workflow has errors. Mend them and publish again.', {
        details: { problems: checked.problems },
      })
    const { definition, digest, problems } = checked
    if (definition.name !== workflow.name)
      throw new AppError(
        'invalid_input',
        `The document says name: ${definition.name}, but this workflow is ${workflow.name}. A workflow keeps its name.`,
      )
    if (workflow.versions[0]?.source === source)
      throw new AppError('invalid_state', `Nothing changed since version ${workflow.latestVersion}.`)
    const number = workflow.latestVersion + 1
    const claimed = await db.workflow.updateMany({
      where: { id: workflow.id, latestVersion: workflow.latestVersion },
      data: {
        latestVersion: number,
        title: definition.title ?? definition.name,
        description: definition.description ?? null,
        draftSource: source,
        draftRevision: { increment: workflow.draftSource === source ? 0 : 1 },
        updatedAt: now,
      },
    })
    if (claimed.count !== 1)
      throw new AppError(
        'conflict',
        'Somebody else published at the same moment. Look at their version first.',
      )
    await insertVersion({ orgId: scope.orgId, projectId: scope.projectId }, db, {
      workflowId: workflow.id,
      number,
      source,
      definition,
      digest,
      message: message || null,
      userId: scope.user.userId,
    })
    return { number, problems }
  },
})
