import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { checkSource, publishVersion } from '../publish'
import { messageSchema, problemSchema, sourceSchema } from '../schema'
import { findWorkflow } from '../store'

export const publishWorkflow = defineMutation({
  name: 'workflows.publish',
  summary: 'Makes the next immutable version from a source without errors.',
  within: 'project',
  permission: 'workflows.publish',
  route: 'POST /workflows/{workflowId}/publish',
  input: z.object({ workflowId: z.string(), source: sourceSchema, message: messageSchema.optional() }),
  output: z.object({ number: z.number().int(), problems: z.array(problemSchema) }),
  audit: (input, output) => ({
    subject: input.workflowId,
    details: { version: output.number, message: input.message ?? null },
  }),
  async run(context, { workflowId, source, message }) {
    const workflow = await findWorkflow(context.scope, context.db, workflowId)
    const checked = await checkSource(context, workflow, source)
    if (workflow.versions[0]?.source === source)
      throw new AppError('invalid_state', `Nothing changed since version ${workflow.latestVersion}.`)
    const number = await publishVersion(context, workflow, checked, message || null)
    return { number, problems: checked.problems }
  },
})
