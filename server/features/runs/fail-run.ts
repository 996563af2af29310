import { appendToLog } from '@/server/features/run-events'
import type { RunError } from '@/server/kernel/run-events'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { announceRun } from '@/server/platform/realtime'

/** Ends a run that the engine gave up on, whoever holds its lease. Does nothing to one that ended. */
export async function failRun(
  target: { orgId: string; runId: string; generation: number },
  error: RunError,
): Promise<void> {
  const { orgId, runId, generation } = target
  const lastSeq = await inTransaction(tenantPool(orgId), async (client) => {
    const { rows } = await client.query<{ lastSeq: number; projectId: string }>(
      `UPDATE "Run" SET "lastSeq" = "lastSeq" + 1, "leaseToken" = "leaseToken" + 1, "leaseExpiresAt" = NULL
        WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')
    RETURNING "lastSeq", "projectId"`,
      [runId, generation],
    )
    const run = rows[0]
    if (!run) return undefined
    const { projectId } = run
    await appendToLog(
      client,
      { orgId, projectId, runId },
      run.lastSeq,
      [{ type: 'run.failed', error }],
      new Date(),
    )
    return run.lastSeq
  })
  if (lastSeq !== undefined) announceRun(orgId, runId, lastSeq)
}
