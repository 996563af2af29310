import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineMutation } from '@/server/operations'
import { checkSource, publishVersion } from '../publish'
import { messageSchema } from '../schema'
import { findVersion, findWorkflow } from '../store'

export const restoreVersion = defineMutation({
  name: 'workflows.restore',
  summary: 'Publishes an earlier version again, as a new version. A draft with changes of its own stays.',
  within: 'project',
  permission: 'workflows.publish',
  route: 'POST /workflows/{workflow}/versions/{version}/restore',
  input: z.object({
    workflow: z.string(),
    version: z.number().int().positive(),
    /** Left out: “Restored version 3”. */
    message: messageSchema.optional(),
  }),
  output: z.object({ workflowId: z.string(), number: z.number().int() }),
  audit: (input, output) => ({
    subject: output.workflowId,
    details: { version: output.number, restored: input.version, message: input.message ?? null },
  }),
  async run(context, { workflow: idOrName, version, message }) {
    const { scope, db } = context
    const workflow = await findWorkflow(scope, db, idOrName)
    const old = await findVersion(scope, db, workflow.id, version)
    if (workflow.versions[0]?.source === old.source)
      throw new AppError(
        'invalid_state',
        version === workflow.latestVersion
          ? `Version ${version} is the latest one already.`
          : `Version ${workflow.latestVersion} says the same as version ${version} already.`,
      )
    const checked = await checkSource(
      context,
      workflow,
      old.source,
      `Version ${version} no longer passes the checks. Take it into the draft, mend it there, and publish.`,
    )
    const number = await publishVersion(context, workflow, checked, message || `Restored version ${version}`)
    return { workflowId: workflow.id, number }
  },
})
