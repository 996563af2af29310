import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { presentSummary } from '../present'
import { workflowSummarySchema } from '../schema'
import { listWorkflows as listRows } from '../store'

export const listWorkflows = defineQuery({
  name: 'workflows.list',
  summary: 'The workflows of a project, by title, each with its latest run.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflows',
  input: z.object({}),
  output: z.array(workflowSummarySchema),
  async run({ scope, db }) {
    return (await listRows(scope, db)).map(presentSummary)
  },
})
