import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { presentSettings } from '../present'
import { settingsSchema } from '../schema'

export const getOrganizationSettings = defineQuery({
  name: 'settings.getOrganization',
  summary: 'Every setting of an organization, which its projects inherit, and which projects set their own.',
  within: 'org',
  permission: 'settings.read',
  route: 'GET /settings',
  input: z.object({}),
  output: settingsSchema,
  run: ({ scope: { orgId }, db }) => presentSettings({ orgId }, db),
})
