import { inTransaction, systemPool, tenantPool } from '@/server/platform/db'
import { ringOutbox } from '@/server/platform/realtime'
import { lockKeys } from './keys'
import { grantNext, tellGranted } from './places'

/** Places of one key in one project that somebody waits for, or that a run or step left behind. */
interface Queue {
  projectId: string
  key: string
}

/**
 * The net under a place that was never given back: removes those of runs and steps that are over, and hands free
 * ones to whoever is next. Answers with how many got a place.
 */
export async function sweepPlaces(): Promise<{ granted: number }> {
  // The system role sees no places; an organization without a run that goes on has none to hand out.
  const { rows: orgs } = await systemPool().query<{ id: string }>(
    `SELECT o.id FROM "Organization" o WHERE EXISTS
       (SELECT 1 FROM "Run" r WHERE r."orgId" = o.id AND r.status IN ('queued', 'running', 'waiting'))`,
  )
  let granted = 0
  for (const { id } of orgs) granted += await sweepOrganization(id)
  if (granted > 0) ringOutbox()
  return { granted }
}

async function sweepOrganization(orgId: string): Promise<number> {
  const { rows: queues } = await tenantPool(orgId).query<Queue>(QUEUES)
  let granted = 0
  for (const { projectId, key } of queues)
    granted += await inTransaction(tenantPool(orgId), async (client) => {
      await lockKeys(client, projectId, [key])
      await client.query(
        `DELETE FROM "ConcurrencySlot" s WHERE s."projectId" = $1 AND s.key = $2 AND ${IS_LEFT}`,
        [projectId, key],
      )
      const next = await grantNext(client, projectId, key)
      await tellGranted(client, orgId, next)
      return next.length
    })
  return granted
}

/** What held or asked for the place is over. */
const IS_LEFT = `(
  EXISTS (SELECT 1 FROM "Run" r WHERE r.id = s."runId" AND r.status NOT IN ('queued', 'running', 'waiting'))
  OR EXISTS (SELECT 1 FROM "StepRun" t WHERE t."runId" = s."runId" AND t.path = s.path AND s.path <> ''
                AND t.status NOT IN ('running', 'waiting')))`

const QUEUES = `
  SELECT DISTINCT s."projectId", s.key FROM "ConcurrencySlot" s WHERE NOT s."isHeld" OR ${IS_LEFT}`
