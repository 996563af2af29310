import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { knownModels } from '../known-models'
import { modelSchema } from '../schema'
import { listProviders } from '../store'

export const listModels = defineQuery({
  name: 'models.list',
  summary: 'Models that a project’s providers are known to serve, with prices. Others can be used too.',
  within: 'project',
  // Whoever edits a workflow completes model names from it.
  permission: 'workflows.edit',
  route: 'GET /models',
  input: z.object({}),
  output: z.array(modelSchema),
  async run({ scope, db }) {
    return (await listProviders(scope, db)).flatMap(knownModels)
  },
})
