import { z } from 'zod'
import { defineQuery, requireInPerson } from '@/server/operations'
import { apiKeySchema } from '../schema'
import { listKeys } from '../store'

export const listApiKeys = defineQuery({
  name: 'apiKeys.list',
  summary: 'API keys, newest first: one’s own, and everybody’s for whoever manages members. In person only.',
  within: 'org',
  permission: 'apiKeys.manage',
  route: 'GET /api-keys',
  input: z.object({}),
  output: z.array(apiKeySchema),
  async run({ scope, caller, db, now }) {
    requireInPerson(caller)
    return listKeys(scope, db, now)
  },
})
