import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { versionSchema } from '../schema'
import { findWorkflow, listVersions as listRows, namesOf } from '../store'

export const listVersions = defineQuery({
  name: 'workflows.versions',
  summary: 'The published versions of a workflow, newest first.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflows/{workflow}/versions',
  input: z.object({ workflow: z.string() }),
  output: z.array(versionSchema),
  async run({ scope, db }, input) {
    const workflow = await findWorkflow(scope, db, input.workflow)
    const rows = await listRows(scope, db, workflow.id)
    const names = await namesOf(
      db,
      rows.map((row) => row.createdById),
    )
    return rows.map(({ createdById, createdAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      author: names.get(createdById) ?? 'a former member',
    }))
  },
})
