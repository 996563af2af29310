import { appendToLog, type Fence } from '@/server/features/run-events'
import type { UsageRow } from '@/server/features/usage'
import { insertUsage } from '@/server/features/usage'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { announceRun } from '@/server/platform/realtime'

/** One model call: its ledger row, its run event and the run's total, in one transaction. */
export async function recordModelUsage(usage: UsageRow): Promise<void> {
  const { orgId, runId, path, costNanos } = usage
  const appended = await inTransaction(tenantPool(orgId), async (client) => {
    await insertUsage(client, usage)
    const event = {
      type: 'step.usage' as const,
      path,
      attempt: usage.attempt,
      provider: usage.provider,
      model: usage.model,
      inputTokens: usage.uncachedInputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
      outputTokens: usage.outputTokens + usage.reasoningTokens,
      costNanos,
    }
    const done = await appendToLog(client, { orgId, runId }, [event], new Date(), costs(costNanos))
    if (!done) throw new Error(`Run ${runId} is gone.`)
    if (costNanos !== null)
      await client.query(
        `UPDATE "StepRun" SET "costNanos" = coalesce("costNanos", 0) + $3::bigint
          WHERE "runId" = $1 AND path = $2`,
        [runId, path, costNanos],
      )
    return done
  })
  announceRun(orgId, runId, appended)
}

function costs(costNanos: UsageRow['costNanos']): Fence {
  return costNanos === null
    ? { shape: 'unpriced', values: {}, set: { unpricedCalls: () => 'r."unpricedCalls" + 1' } }
    : {
        shape: 'priced',
        values: { costNanos },
        set: { costNanos: (given) => `r."costNanos" + ${given('costNanos')}::bigint` },
      }
}
