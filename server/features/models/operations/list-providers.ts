import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { providerSchema } from '../schema'
import { listProviders as listRows } from '../store'

export const listProviders = defineQuery({
  name: 'providers.list',
  summary: 'Who serves models to a project. Keys never come back.',
  within: 'project',
  permission: 'providers.read',
  route: 'GET /providers',
  input: z.object({}),
  output: z.array(providerSchema),
  run: ({ scope, db }) => listRows(scope, db),
})
