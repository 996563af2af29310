import { effectiveSettings } from '@/server/features/settings'
import { defineQuery } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { endOfKeeping, MOST_COUNTED } from '../rules'
import { retentionPreviewSchema, retentionRulesSchema } from '../schema'
import { countOld } from '../store'

export const previewRetention = defineQuery({
  name: 'retention.preview',
  summary: 'How many runs of a project the next night would delete or erase, as it is set or as it would be.',
  within: 'project',
  permission: 'settings.read',
  route: 'POST /retention/preview',
  input: retentionRulesSchema,
  output: retentionPreviewSchema,
  async run({ scope: { orgId, projectId }, db, now }, given) {
    const settings = await effectiveSettings(db, orgId, projectId)
    const sql = asQueryable(db)
    const count = (part: 'runs' | 'events' | 'payloads') => {
      const wanted = given[part]
      const days = wanted === undefined ? settings[`retention.${part}`] : wanted
      if (days === null) return 0
      return countOld(sql, part, { projectId, endedBefore: endOfKeeping(days, now), limit: MOST_COUNTED })
    }
    const [runs, events, payloads] = await Promise.all([count('runs'), count('events'), count('payloads')])
    return { runs, events, payloads }
  },
})
