import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { changeSetting } from '../change'
import { presentSettings } from '../present'
import { settingKeySchema, settingsSchema, settingValueSchema } from '../schema'

export const setSetting = defineMutation({
  name: 'settings.set',
  summary: 'Sets a setting of a project. It can allow less than the organization, never more.',
  within: 'project',
  permission: 'settings.manage',
  route: 'PUT /settings/{key}',
  input: z.object({ key: settingKeySchema, value: settingValueSchema }),
  output: settingsSchema,
  audit: ({ key }) => ({ subject: key }),
  async run(context, { key, value }) {
    const { orgId, projectId } = context.scope
    await changeSetting(context, { orgId, projectId }, key, value)
    return presentSettings({ orgId, projectId }, context.db)
  },
})
