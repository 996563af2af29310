import type pg from 'pg'

interface Window {
  startsAt: string
  endsAt: string
}

/** What each window's figures are by the runs and the ledger themselves, one by one. */
export async function countedInRuns(pool: pg.Pool, projectId: string, windows: readonly Window[]) {
  const answers = []
  for (const { startsAt, endsAt } of windows) {
    const values = [projectId, startsAt, endsAt]
    const { rows } = await pool.query<RunTruth>(RUNS, values)
    const { rows: calls } = await pool.query<SpendTruth>(USAGE, values)
    const [run] = rows
    const [spend] = calls
    if (!run || !spend) throw new Error('An aggregate always answers.')
    const { durationMs, queueMs, ...counts } = run
    answers.push({ counts: { ...counts, spend }, durationMs: named(durationMs), queueMs: named(queueMs) })
  }
  return answers
}

function named(values: number[] | null): { p50: number; p95: number; p99: number } | null {
  const [p50, p95, p99] = values ?? []
  return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 }
}

interface RunTruth {
  runs: number
  succeeded: number
  failed: number
  cancelled: number
  active: number
  durationMs: number[] | null
  queueMs: number[] | null
}

interface SpendTruth {
  costNanos: string
  calls: number
  unpricedCalls: number
  tokens: number
}

const milliseconds = (from: string, to: string) =>
  `greatest(0, extract(epoch FROM "${to}" - "${from}") * 1000)`
const percentiles = (from: string, to: string) =>
  `percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ${milliseconds(from, to)}) FILTER (WHERE "${from}" IS NOT NULL AND "${to}" IS NOT NULL)`

const RUNS = `
  SELECT count(*)::int AS runs, count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded,
         count(*) FILTER (WHERE status = 'failed')::int AS failed,
         count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
         count(*) FILTER (WHERE status IN ('queued', 'running', 'waiting'))::int AS active,
         ${percentiles('startedAt', 'finishedAt')} AS "durationMs", ${percentiles('createdAt', 'startedAt')} AS "queueMs"
    FROM "Run" WHERE "projectId" = $1 AND "createdAt" >= $2 AND "createdAt" < $3`

const USAGE = `
  SELECT coalesce(sum("costNanos"), 0)::text AS "costNanos", count(*)::int AS calls,
         (count(*) - count("costNanos"))::int AS "unpricedCalls",
         coalesce(sum("uncachedInputTokens" + "cacheReadTokens" + "cacheWriteTokens" + "outputTokens" + "reasoningTokens"), 0)::int AS tokens
    FROM "Usage" WHERE "projectId" = $1 AND "createdAt" >= $2 AND "createdAt" < $3`
