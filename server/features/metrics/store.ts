import type { Queryable } from '@/server/platform/db'
import type { TimeWindow } from './calendar'
import type { Histogram } from './histogram'
import { segmentsOf } from './segments'

export interface MetricScope {
  orgId: string
  projectId: string
}

/** What was counted in one window. Sums of money and tokens may be beyond what a double holds. */
export interface Counts {
  runs: number
  succeeded: number
  failed: number
  cancelled: number
  queue: Histogram
  duration: Histogram
  costNanos: bigint
  calls: number
  unpricedCalls: number
  tokens: bigint
}

/**
 * What was counted in each window, folded or not yet: each statement reads both under one snapshot, so no
 * figure is missed or counted twice while a fold runs. Windows are made of whole hours of UTC.
 */
export async function readCounts(
  scope: MetricScope,
  db: Queryable,
  windows: readonly TimeWindow[],
  workflowId?: string,
): Promise<Counts[]> {
  const values = parametersOf(scope, windows, workflowId)
  const [sums, cells] = await Promise.all([db.query<SumRow>(SUMS, values), db.query<CellRow>(CELLS, values)])
  const bySlot = new Map(sums.rows.map((row) => [row.slot, row]))
  const histograms = histogramsOf(cells.rows)
  return windows.map((_, slot) => {
    const row = bySlot.get(slot)
    return {
      runs: Number(row?.runs ?? 0),
      succeeded: Number(row?.succeeded ?? 0),
      failed: Number(row?.failed ?? 0),
      cancelled: Number(row?.cancelled ?? 0),
      queue: histograms.get(`${slot} queue`) ?? new Map(),
      duration: histograms.get(`${slot} duration`) ?? new Map(),
      costNanos: BigInt(row?.costNanos ?? 0),
      calls: Number(row?.calls ?? 0),
      unpricedCalls: Number(row?.unpricedCalls ?? 0),
      tokens: BigInt(row?.tokens ?? 0),
    }
  })
}

interface SumRow extends Record<Exclude<keyof Counts, 'queue' | 'duration'>, string> {
  slot: number
}

interface CellRow {
  slot: number
  kind: 'queue' | 'duration'
  bucket: number
  count: string
}

/** The parts of the windows. `$1` is the project, `$2` one workflow or none. */
const SEGMENTS = `segment AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($3::jsonb)
      AS s(slot int, grain text, "from" timestamptz, "to" timestamptz))`

/** `OFFSET 0` keeps the planner from joining all rows with all parts: each part is one look into the index. */
const folded = (columns: string) => `segment s CROSS JOIN LATERAL (
      SELECT ${columns} FROM "RunMetric"
       WHERE "projectId" = $1 AND "workflowId" = coalesce($2, '') AND grain = s.grain
         AND "startsAt" >= s."from" AND "startsAt" < s."to"
      OFFSET 0) AS m`

const UNFOLDED = `segment s JOIN "RunMetricDelta" d
      ON d."orgId" = $4 AND d."projectId" = $1 AND d.hour >= s."from" AND d.hour < s."to"
     AND ($2::text IS NULL OR d."workflowId" = $2)`

const SUMMED = 'runs, succeeded, failed, cancelled, "costNanos", calls, "unpricedCalls", tokens'

const SUMS = `
  WITH ${SEGMENTS}, counted AS (
    SELECT slot, ${SUMMED} FROM ${folded(SUMMED)}
     UNION ALL
    SELECT slot, ${SUMMED} FROM ${UNFOLDED})
  SELECT slot, sum(runs)::text AS runs, sum(succeeded)::text AS succeeded, sum(failed)::text AS failed,
         sum(cancelled)::text AS cancelled, sum("costNanos")::text AS "costNanos", sum(calls)::text AS calls,
         sum("unpricedCalls")::text AS "unpricedCalls", sum(tokens)::text AS tokens
    FROM counted GROUP BY slot`

const cells = (kind: 'queue' | 'duration') => `
    SELECT slot, '${kind}' AS kind, unnest("${kind}Buckets") AS bucket, unnest("${kind}Counts") AS count
      FROM ${folded(`"${kind}Buckets", "${kind}Counts"`)}
     UNION ALL
    SELECT slot, '${kind}', "${kind}Bucket", "${kind}Count" FROM ${UNFOLDED} WHERE "${kind}Bucket" IS NOT NULL`

const CELLS = `
  WITH ${SEGMENTS}, cell AS (${cells('queue')} UNION ALL ${cells('duration')})
  SELECT slot, kind, bucket::int AS bucket, sum(count)::text AS count FROM cell GROUP BY slot, kind, bucket`

function parametersOf(
  { orgId, projectId }: MetricScope,
  windows: readonly TimeWindow[],
  workflowId: string | undefined,
): unknown[] {
  const segments = segmentsOf(windows).map(({ slot, grain, fromMs, toMs }) => ({
    slot,
    grain,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  }))
  return [projectId, workflowId ?? null, JSON.stringify(segments), orgId]
}

function histogramsOf(rows: readonly CellRow[]): Map<string, Map<number, number>> {
  const histograms = new Map<string, Map<number, number>>()
  for (const { slot, kind, bucket, count } of rows) {
    const key = `${slot} ${kind}`
    const histogram = histograms.get(key) ?? new Map<number, number>()
    histograms.set(key, histogram.set(bucket, Number(count)))
  }
  return histograms
}
