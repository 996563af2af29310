import { purgeDeleted } from '@/server/features/organizations'
import { logger } from '@/server/platform/logger'
import { sweepOrganization } from './sweep'
import { listOrganizationIds, tidyInstance } from './tidy'

/** One step of the night is no longer than one of a run. */
const BUDGET_MS = 20_000

/** What the nightly job does; see `inngest/functions/nightly.ts`. */
export const nightlyPort = {
  organizations: listOrganizationIds,

  /** A failure of one organization is told and tried again the next night; the others have theirs. */
  async sweep(orgId: string, now: Date): Promise<{ isDone: boolean }> {
    try {
      return { isDone: (await sweepOrganization(orgId, now, BUDGET_MS)).isDone }
    } catch (err) {
      logger.error({ err, orgId }, 'Retention of an organization failed; the next night tries again.')
      return { isDone: true }
    }
  },

  async tidy(now: Date): Promise<void> {
    await tidyInstance(now)
  },

  /** What was deleted and whose days of grace are over goes for good. */
  async purge(now: Date): Promise<{ isDone: boolean }> {
    return { isDone: (await purgeDeleted(now, BUDGET_MS)).isDone }
  },
}
