import { newId } from '@/server/kernel/ids'
import type { TokenUsage } from '@/server/language/contracts'
import { type Queryable, type TenantDb, tenantPool } from '@/server/platform/db'
import { lastDays } from './rules'
import type { ModelSpend, Spend } from './schema'

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

interface Sums {
  costNanos: bigint
  calls: bigint
  unpricedCalls: bigint
}

/** Spend of the last `days` calendar days of a zone, today included. */
export async function spendByDay(
  { orgId, projectId }: UsageScope,
  db: Pick<TenantDb, '$queryRaw'>,
  { days, now, timeZone }: { days: number; now: Date; timeZone: string },
): Promise<Spend> {
  const calendar = lastDays(now, days, timeZone)
  const starts = calendar.map((day) => day.startsAt)
  const rows = await db.$queryRaw<(Sums & { day: number; tokens: bigint })[]>`
    SELECT width_bucket("createdAt", ${starts}::timestamptz[]) AS day,
           coalesce(sum("costNanos"), 0)::bigint AS "costNanos",
           count(*) AS calls,
           count(*) FILTER (WHERE "costNanos" IS NULL) AS "unpricedCalls",
           sum("uncachedInputTokens"::bigint + "cacheReadTokens" + "cacheWriteTokens" + "outputTokens" + "reasoningTokens")::bigint AS tokens
      FROM "Usage"
     WHERE "orgId" = ${orgId} AND "projectId" = ${projectId} AND "createdAt" >= ${starts[0]}
     GROUP BY 1`
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const total = (pick: (row: (typeof rows)[number]) => bigint) =>
    rows.reduce((sum, row) => sum + pick(row), 0n)
  return {
    days: calendar.map(({ date }, index) => {
      const row = byDay.get(index + 1)
      return {
        date,
        costNanos: String(row?.costNanos ?? 0n),
        calls: Number(row?.calls ?? 0n),
        unpricedCalls: Number(row?.unpricedCalls ?? 0n),
        tokens: Number(row?.tokens ?? 0n),
      }
    }),
    totalNanos: String(total((row) => row.costNanos)),
    todayNanos: String(byDay.get(days)?.costNanos ?? 0n),
    calls: Number(total((row) => row.calls)),
    unpricedCalls: Number(total((row) => row.unpricedCalls)),
    tokens: Number(total((row) => row.tokens)),
  }
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
