import { tenantPool } from '@/server/platform/db'
import { endOfKeeping, type RetentionRules } from './rules'

const BATCH = 2_000
/** A draft that was just tried is likely to be tried again. */
const DRAFT_DAYS = 1

/**
 * Deletes what no run needs any more: outputs kept for other runs whose time is over, events older than the values
 * of runs are kept, and drafts that were tried in runs that are gone. False: the time was over first.
 */
export async function leaveNothingOver(
  { orgId, projectId }: { orgId: string; projectId: string },
  rules: RetentionRules,
  { now, untilMs }: { now: Date; untilMs: number },
): Promise<boolean> {
  const days = Math.min(rules.payloads ?? Number.POSITIVE_INFINITY, rules.runs ?? Number.POSITIVE_INFINITY)
  const deletions: [statement: string, before: Date][] = [
    [EXPIRED_OUTPUTS, now],
    [UNUSED_DRAFTS, endOfKeeping(DRAFT_DAYS, now)],
    ...(Number.isFinite(days) ? [[OLD_EVENTS, endOfKeeping(days, now)] as [string, Date]] : []),
  ]
  for (const [statement, before] of deletions)
    for (let count = BATCH; count === BATCH; ) {
      if (Date.now() >= untilMs) return false
      const { rowCount } = await tenantPool(orgId).query(statement, [projectId, before.toISOString(), BATCH])
      count = rowCount ?? 0
    }
  return true
}

const EXPIRED_OUTPUTS = `
  DELETE FROM "StepCache" WHERE "projectId" = $1 AND key IN
    (SELECT key FROM "StepCache" WHERE "projectId" = $1 AND "expiresAt" < $2::timestamptz LIMIT $3::int)`

const OLD_EVENTS = `
  DELETE FROM "Event" WHERE id IN
    (SELECT id FROM "Event" WHERE "projectId" = $1 AND at < $2::timestamptz LIMIT $3::int)`

const UNUSED_DRAFTS = `
  DELETE FROM "WorkflowVersion" WHERE id IN
    (SELECT v.id FROM "WorkflowVersion" v
      WHERE v."projectId" = $1 AND v.number IS NULL AND v."createdAt" < $2::timestamptz
        AND NOT EXISTS (SELECT 1 FROM "Run" r WHERE r."workflowId" = v."workflowId" AND r."versionId" = v.id) LIMIT $3::int)`
