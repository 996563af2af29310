import { z } from 'zod'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { defineQuery } from '@/server/operations'
import { presentSummary } from '../present'
import { workflowSchema } from '../schema'
import { findWorkflow } from '../store'

export const getWorkflow = defineQuery({
  name: 'workflows.get',
  summary: 'One workflow by id or name, with its draft and the inputs of its latest version.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflows/{workflow}',
  input: z.object({ workflow: z.string() }),
  output: workflowSchema,
  async run({ scope, db }, input) {
    const row = await findWorkflow(scope, db, input.workflow)
    const [latest] = row.versions
    // Only `publish` and the starters write this column, and they write a checked definition.
    const definition = latest?.definition as unknown as WorkflowDefinition | undefined
    return {
      ...presentSummary(row),
      draftSource: row.draftSource,
      draftRevision: row.draftRevision,
      hasUnpublishedChanges: latest?.source !== row.draftSource,
      inputs: definition?.inputs ?? {},
    }
  },
})
