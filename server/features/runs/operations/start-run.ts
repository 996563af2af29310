import { z } from 'zod'
import { findWorkflow, keepTriedDraft, resolveVersion, sourceSchema } from '@/server/features/workflows'

import { AppError } from '@/server/kernel/errors'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { defineMutation, type MutationContext } from '@/server/operations'
import { requireInputs } from '../check-run-inputs'
import { createRun } from '../create-run'
import { varsFor } from '../project-vars'

type Workflow = Awaited<ReturnType<typeof findWorkflow>>

export const startRun = defineMutation({
  name: 'runs.start',
  summary: 'Starts a run of a workflow: of its latest published version, of another one, or of a draft.',
  within: 'project',
  permission: 'runs.start',
  route: 'POST /runs',
  input: z.object({
    workflow: z.string(),
    inputs: z.record(z.string(), z.json()),
    /** A number or a label; absent: the latest one. */
    version: z.union([z.number().int().positive(), z.string().max(40)]).optional(),
    /** Tries this text without publishing it, which needs `workflows.edit` too. */
    draft: z.object({ source: sourceSchema }).optional(),
  }),
  output: z.object({ id: z.string(), number: z.number().int() }),
  audit: (input, output) => ({
    subject: output.id,
    details: {
      workflow: input.workflow,
      number: output.number,
      ...(input.version !== undefined && { version: input.version }),
      ...(input.draft && { draft: true }),
    },
  }),
  async run(context, { workflow: name, inputs, version: wanted, draft }) {
    const { scope, db, now, emit } = context
    if (draft && wanted !== undefined)
      throw new AppError('invalid_input', 'Give a `version` or a `draft`, not both.')
    const workflow = await findWorkflow(scope, db, name)
    const version = await versionOf(context, workflow, wanted, draft)
    const checked = requireInputs(version.definition, inputs)
    const { id, number, request } = await createRun(
      db,
      { orgId: scope.orgId, projectId: scope.projectId },
      {
        workflowId: workflow.id,
        title: workflow.title,
        version,
        inputs: checked,
        projectVars: await varsFor(scope, db, version.source),
        trigger: { kind: 'manual', userId: scope.user.userId },
        startedById: scope.user.userId,
      },
      now,
    )
    emit(request)
    return { id, number }
  },
})

async function versionOf(
  context: MutationContext<'project'>,
  workflow: Workflow,
  wanted: number | string | undefined,
  draft: { source: string } | undefined,
): Promise<{ id: string; number: number | null; source: string; definition: WorkflowDefinition }> {
  if (draft) {
    const { versionId, source, definition } = await keepTriedDraft(context, workflow, draft.source)
    return { id: versionId, number: null, source, definition }
  }
  const { id, number, source, definition } = await resolveVersion(context.scope, context.db, workflow, wanted)
  // Only publishing and the starters write this column, and they write a checked definition.
  return { id, number, source, definition: definition as unknown as WorkflowDefinition }
}
