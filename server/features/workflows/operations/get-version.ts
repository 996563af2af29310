import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { findVersion, findWorkflow } from '../store'

export const getVersion = defineQuery({
  name: 'workflows.version',
  summary: 'The source of one published version.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflows/{workflow}/versions/{number}',
  input: z.object({ workflow: z.string(), number: z.number().int().positive() }),
  output: z.object({ number: z.number().int(), source: z.string(), message: z.string().nullable() }),
  async run({ scope, db }, input) {
    const workflow = await findWorkflow(scope, db, input.workflow)
    const { source, message } = await findVersion(scope, db, workflow.id, input.number)
    return { number: input.number, source, message }
  },
})
