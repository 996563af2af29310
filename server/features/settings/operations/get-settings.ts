import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { presentSettings } from '../present'
import { settingsSchema } from '../schema'

export const getSettings = defineQuery({
  name: 'settings.get',
  summary: 'Every setting of a project: what holds, where it comes from, and what it would inherit.',
  within: 'project',
  permission: 'settings.read',
  route: 'GET /settings',
  input: z.object({}),
  output: settingsSchema,
  run: ({ scope: { orgId, projectId }, db }) => presentSettings({ orgId, projectId }, db),
})
