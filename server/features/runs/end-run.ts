import { appendToLog } from '@/server/features/run-events'
import type { RunEvent } from '@/server/kernel/run-events'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { announceRun, ringOutbox } from '@/server/platform/realtime'

interface Target {
  orgId: string
  runId: string
  generation: number
}

type End = Extract<RunEvent, { type: 'run.failed' | 'run.cancelled' }>

/**
 * Ends a run from outside of its waves, whoever holds its lease. Does nothing to one that ended. Answers with the
 * runs that it was waiting for.
 */
export async function endRun({ orgId, runId, generation }: Target, end: End): Promise<string[]> {
  const ended = await inTransaction(tenantPool(orgId), async (client) => {
    const { rows } = await client.query<{ lastSeq: number; projectId: string }>(
      `UPDATE "Run" SET "lastSeq" = "lastSeq" + 1, "leaseToken" = "leaseToken" + 1, "leaseExpiresAt" = NULL
        WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')
    RETURNING "lastSeq", "projectId"`,
      [runId, generation],
    )
    const run = rows[0]
    if (!run) return undefined
    const { lastSeq, projectId } = run
    const { rows: children } = await client.query<{ id: string }>(
      `SELECT "childRunId" AS id FROM "Wait" WHERE "runId" = $1 AND "childRunId" IS NOT NULL`,
      [runId],
    )
    const target = { orgId, projectId, runId }
    const hasRung = await appendToLog(client, target, lastSeq, [end], new Date())
    return { lastSeq, hasRung, children: children.map((child) => child.id) }
  })
  if (!ended) return []
  if (ended.hasRung) ringOutbox()
  announceRun(orgId, runId, ended.lastSeq)
  return ended.children
}
