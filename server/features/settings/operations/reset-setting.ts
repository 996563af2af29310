import { z } from 'zod'
import { defineMutation } from '@/server/operations'
import { resetSetting as resetIn } from '../change'
import { presentSettings } from '../present'
import { settingKeySchema, settingsSchema } from '../schema'

export const resetSetting = defineMutation({
  name: 'settings.reset',
  summary: 'Takes a setting of a project back, so that the organization’s holds again.',
  within: 'project',
  permission: 'settings.manage',
  route: 'DELETE /settings/{key}',
  input: z.object({ key: settingKeySchema }),
  output: settingsSchema,
  audit: ({ key }) => ({ subject: key }),
  async run(context, { key }) {
    const { orgId, projectId } = context.scope
    await resetIn(context, { orgId, projectId }, key)
    return presentSettings({ orgId, projectId }, context.db)
  },
})
