import { newId } from '@/server/kernel/ids'
import type { TokenUsage } from '@/server/language/contracts'
import { type Queryable, type TenantDb, tenantPool } from '@/server/platform/db'
import type { ModelSpend } from './schema'

export interface UsageScope {
  orgId: string
  projectId: string
}

/** One model call, for the ledger. */
export interface UsageRow extends UsageScope, TokenUsage {
  /** Empty for a call that belongs to no run: the test of a provider. */
  runId: string
  path: string
  attempt: number
  /** The provider's name in the project. */
  provider: string
  model: string
  /** Nano-dollars in decimal; null: unpriced. */
  costNanos: string | null
}

/** Writes a row with any connection, so that it can share a transaction with what it belongs to. */
export async function insertUsage(client: Queryable, row: UsageRow): Promise<void> {
  await client.query(
    `INSERT INTO "Usage" (id, "orgId", "projectId", "runId", path, attempt, provider, model,
       "uncachedInputTokens", "cacheReadTokens", "cacheWriteTokens", "outputTokens", "reasoningTokens", "costNanos")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      newId('usage'),
      row.orgId,
      row.projectId,
      row.runId || null,
      row.path,
      row.attempt,
      row.provider,
      row.model,
      row.uncachedInputTokens,
      row.cacheReadTokens,
      row.cacheWriteTokens,
      row.outputTokens,
      row.reasoningTokens,
      row.costNanos,
    ],
  )
}

/** The row alone, where nothing else has to be true with it. */
export async function recordUsage(row: UsageRow): Promise<void> {
  await insertUsage(tenantPool(row.orgId), row)
}

/** Spend by provider and model since an instant, the dearest first. */
export async function spendByModel(
  { orgId, projectId }: UsageScope,
  db: Pick<TenantDb, 'usage'>,
  since: Date,
): Promise<ModelSpend[]> {
  const rows = await db.usage.groupBy({
    by: ['provider', 'model'],
    where: { orgId, projectId, createdAt: { gte: since } },
    _count: { _all: true, costNanos: true },
    _sum: {
      costNanos: true,
      uncachedInputTokens: true,
      cacheReadTokens: true,
      cacheWriteTokens: true,
      outputTokens: true,
      reasoningTokens: true,
    },
  })
  return rows
    .sort(
      (a, b) => Number((b._sum.costNanos ?? 0n) - (a._sum.costNanos ?? 0n)) || b._count._all - a._count._all,
    )
    .map(({ provider, model, _count, _sum }) => ({
      provider,
      model,
      costNanos: String(_sum.costNanos ?? 0n),
      calls: _count._all,
      unpricedCalls: _count._all - _count.costNanos,
      uncachedInputTokens: _sum.uncachedInputTokens ?? 0,
      cacheReadTokens: _sum.cacheReadTokens ?? 0,
      cacheWriteTokens: _sum.cacheWriteTokens ?? 0,
      outputTokens: _sum.outputTokens ?? 0,
      reasoningTokens: _sum.reasoningTokens ?? 0,
    }))
}
