import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { changeSetting } from '../change'
import { presentSettings } from '../present'
import { settingKeySchema, settingsSchema, settingValueSchema } from '../schema'

export const setOrganizationSetting = defineMutation({
  name: 'settings.setOrganization',
  summary: 'Sets a setting of an organization. Projects inherit it; its list of hosts binds them.',
  within: 'org',
  permission: 'settings.manage',
  route: 'PUT /settings/{key}',
  input: z.object({ key: settingKeySchema, value: settingValueSchema }),
  output: settingsSchema,
  audit: ({ key }) => ({ subject: key }),
  async run(context, { key, value }) {
    const { orgId } = context.scope
    await changeSetting(context, { orgId }, key, value)
    return presentSettings({ orgId }, context.db)
  },
})
