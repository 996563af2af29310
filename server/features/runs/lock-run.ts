import type { RunStatus } from '@/server/kernel/statuses'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'
import type { RunState } from './rules'
import { asRunStatus } from './statuses'

export interface LockedRun extends RunState {
  id: string
  generation: number
  workflowId: string
  /** It waits for a place under its workflow's concurrency limit, and no engine knows of it yet. */
  isKeptBack: boolean
}

interface LockedRow extends Omit<LockedRun, 'status'> {
  status: string
}

/** What people may do with a run depends on this; nobody changes it until the transaction ends. */
export async function lockRun(db: TenantTransaction, runId: string): Promise<LockedRun> {
  const sql = asQueryable(db)
  const { rows } = await sql.query<LockedRow>(
    `SELECT r.id, r.status, r.generation, r."workflowId",
            r."cancelRequestedAt" IS NOT NULL AS "cancelRequested", r."killRequestedAt" IS NOT NULL AS "isForced",
            r."pausedAt" IS NOT NULL AS "isPaused", r.fragment->>'kind' AS part,
            r."payloadsErasedAt" IS NOT NULL OR r."eventsErasedAt" IS NOT NULL AS "isErased"
       FROM "Run" r WHERE r.id = $1 FOR NO KEY UPDATE`,
    [runId],
  )
  const row = rows[0]
  if (!row) throw new Error(`Run ${runId} is gone.`)
  // A statement of its own: the one above may have waited for whoever changed this.
  const { rows: places } = await sql.query(
    `SELECT 1 FROM "ConcurrencySlot" WHERE "runId" = $1 AND path = '' AND NOT "isHeld"`,
    [runId],
  )
  const status: RunStatus = asRunStatus(row.status)
  return { ...row, status, isKeptBack: status === 'queued' && places.length > 0 }
}
