import { appendToLog } from '@/server/features/run-events'
import type { UsageRow } from '@/server/features/usage'
import { insertUsage } from '@/server/features/usage'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { announceRun } from '@/server/platform/realtime'

/** One model call: its ledger row, its run event and the run's total, in one transaction. */
export async function recordModelUsage(usage: UsageRow): Promise<void> {
  const { orgId, projectId, runId } = usage
  const lastSeq = await inTransaction(tenantPool(orgId), async (client) => {
    await insertUsage(client, usage)
    const { rows } = await client.query<{ lastSeq: number }>(
      `UPDATE "Run" SET "lastSeq" = "lastSeq" + 1, "costNanos" = "costNanos" + coalesce($2::bigint, 0),
              "unpricedCalls" = "unpricedCalls" + CASE WHEN $2::bigint IS NULL THEN 1 ELSE 0 END
        WHERE id = $1 RETURNING "lastSeq"`,
      [runId, usage.costNanos],
    )
    const run = rows[0]
    if (!run) throw new Error(`Run ${runId} is gone.`)
    await client.query(
      `UPDATE "StepRun" SET "costNanos" = coalesce("costNanos", 0) + $3::bigint
        WHERE "runId" = $1 AND path = $2 AND $3::bigint IS NOT NULL`,
      [runId, usage.path, usage.costNanos],
    )
    const event = {
      type: 'step.usage' as const,
      path: usage.path,
      attempt: usage.attempt,
      provider: usage.provider,
      model: usage.model,
      inputTokens: usage.uncachedInputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
      outputTokens: usage.outputTokens + usage.reasoningTokens,
      costNanos: usage.costNanos,
    }
    await appendToLog(client, { orgId, projectId, runId }, run.lastSeq, [event], new Date())
    return run.lastSeq
  })
  announceRun(orgId, runId, lastSeq)
}
