import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { resetSetting as resetIn } from '../change'
import { presentSettings } from '../present'
import { settingKeySchema, settingsSchema } from '../schema'

export const resetOrganizationSetting = defineMutation({
  name: 'settings.resetOrganization',
  summary: 'Takes a setting of an organization back, so that the instance’s default holds again.',
  within: 'org',
  permission: 'settings.manage',
  route: 'DELETE /settings/{key}',
  input: z.object({ key: settingKeySchema }),
  output: settingsSchema,
  audit: ({ key }) => ({ subject: key }),
  async run(context, { key }) {
    const { orgId } = context.scope
    await resetIn(context, { orgId }, key)
    return presentSettings({ orgId }, context.db)
  },
})
