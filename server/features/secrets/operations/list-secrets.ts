import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { secretSchema } from '../schema'
import { listSecrets as listRows } from '../store'

export const listSecrets = defineQuery({
  name: 'secrets.list',
  summary: 'Names of a project’s secrets, when each was set and by whom. Values never come back.',
  within: 'project',
  permission: 'secrets.read',
  route: 'GET /secrets',
  input: z.object({}),
  output: z.array(secretSchema),
  async run({ scope, db }) {
    return (await listRows(scope, db)).map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }))
  },
})
