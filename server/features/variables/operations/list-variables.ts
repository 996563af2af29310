import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { variableSchema } from '../schema'
import { listVariables as listRows } from '../store'

export const listVariables = defineQuery({
  name: 'variables.list',
  summary: 'Plain values that a project’s workflows read as `vars.<name>`.',
  within: 'project',
  permission: 'variables.read',
  route: 'GET /variables',
  input: z.object({}),
  output: z.array(variableSchema),
  run: ({ scope, db }) => listRows(scope, db),
})
