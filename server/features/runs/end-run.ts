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
    const { rows } = await client.query(
      `SELECT 1 FROM "Run" WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')
          FOR NO KEY UPDATE`,
      [runId, generation],
    )
    if (rows.length === 0) return undefined
    const { rows: children } = await client.query<{ id: string }>(
      `SELECT "childRunId" AS id FROM "Wait" WHERE "runId" = $1 AND "childRunId" IS NOT NULL`,
      [runId],
    )
    const appended = await appendToLog(client, { orgId, runId }, [end], new Date())
    return appended && { ...appended, children: children.map((child) => child.id) }
  })
  if (!ended) return []
  if (ended.hasRung) ringOutbox()
  announceRun(orgId, runId, ended)
  return ended.children
}
