import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineQuery } from '@/server/operations'

export const getRunSource = defineQuery({
  name: 'workflows.ofRun',
  summary: 'The document that a run executes: its version, or the draft as it was tried.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /runs/{runId}/workflow',
  input: z.object({ runId: z.string() }),
  output: z.object({
    name: z.string(),
    /** Null: a draft that was tried. */
    number: z.number().int().nullable(),
    source: z.string(),
  }),
  async run({ scope, db }, input) {
    const version = await db.workflowVersion.findFirst({
      where: { projectId: scope.projectId, runs: { some: { id: input.runId } } },
      select: { number: true, source: true, workflow: { select: { name: true } } },
    })
    if (!version) throw new AppError('not_found', 'There is no such run in this project.')
    return { name: version.workflow.name, number: version.number, source: version.source }
  },
})
