import { type Queryable, systemPool, tenantPool } from '@/server/platform/db'

/** Deltas folded in one statement; a thousand take about 15 ms. */
const BATCH = 5_000

/**
 * Adds the deltas of every organization to its rows by hour and day and removes them, until none is left.
 * Each batch is one statement: a crash leaves all of it done or none. Any number may run at once: each
 * passes over the deltas that another has taken, and rows are always locked in the same order.
 */
export async function foldMetrics(): Promise<{ folded: number }> {
  const { rows } = await systemPool().query<{ orgId: string }>(
    'SELECT DISTINCT "orgId" FROM "RunMetricDelta"',
  )
  let folded = 0
  for (const { orgId } of rows)
    for (;;) {
      const count = await foldBatch(orgId, tenantPool(orgId), BATCH)
      folded += count
      if (count === 0) break
    }
  return { folded }
}

/** One batch with any connection pinned to the org; answers with how many deltas it took. */
export async function foldBatch(orgId: string, db: Queryable, limit: number): Promise<number> {
  const { rows } = await db.query<{ taken: number }>(FOLD, [orgId, limit])
  return rows[0]?.taken ?? 0
}

const KEY = '"projectId", "workflowId", grain, "startsAt"'

const SUMMED = [
  'runs',
  'succeeded',
  'failed',
  'cancelled',
  '"costNanos"',
  'calls',
  '"unpricedCalls"',
  'tokens',
]

/** The histogram of one kind in the batch, as two arrays. */
const histogram = (kind: 'queue' | 'duration') => `
  SELECT ${KEY}, array_agg(bucket ORDER BY bucket) AS buckets, array_agg(count ORDER BY bucket) AS counts
    FROM (SELECT ${KEY}, "${kind}Bucket" AS bucket, sum("${kind}Count")::int AS count
            FROM grained WHERE "${kind}Bucket" IS NOT NULL GROUP BY ${KEY}, bucket) AS cells
   GROUP BY ${KEY}`

/** What stands plus what comes. A cell may be below zero until the rest of its deltas is folded. */
const merged = (kind: 'queue' | 'duration') => `
  ("${kind}Buckets", "${kind}Counts") = (
    SELECT coalesce(array_agg(bucket ORDER BY bucket), '{}'), coalesce(array_agg(count ORDER BY bucket), '{}')
      FROM (SELECT bucket, sum(count)::int AS count
              FROM (SELECT * FROM unnest(m."${kind}Buckets", m."${kind}Counts") AS stands(bucket, count)
                     UNION ALL
                    SELECT * FROM unnest(excluded."${kind}Buckets", excluded."${kind}Counts") AS comes(bucket, count)
                   ) AS both_cells
             GROUP BY bucket HAVING sum(count) <> 0) AS cells)`

// Each delta counts in its workflow and in all of them together, by hour and by day. A project that is gone
// keeps no figures: its deltas are dropped.
const FOLD = `
  WITH taken AS (
    DELETE FROM "RunMetricDelta" WHERE seq IN (
      SELECT seq FROM "RunMetricDelta" WHERE "orgId" = $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING *
  ), grained AS (
    SELECT t.*, w."workflowId", g.grain, date_trunc(g.grain, t.hour, 'UTC') AS "startsAt"
      FROM (SELECT "orgId", "projectId", "workflowId" AS workflow, hour, "queueBucket", "queueCount", "durationBucket",
                   "durationCount", ${SUMMED.join(', ')} FROM taken) AS t
     CROSS JOIN (VALUES ('hour'), ('day')) AS g(grain)
     CROSS JOIN LATERAL (SELECT '' UNION SELECT t.workflow) AS w("workflowId")
     WHERE EXISTS (SELECT 1 FROM "Project" p WHERE p.id = t."projectId")
  ), counted AS (
    SELECT "orgId", ${KEY}, ${SUMMED.map((name) => `sum(${name}) AS ${name}`).join(', ')}
      FROM grained GROUP BY "orgId", ${KEY}
  ), queue AS (${histogram('queue')}
  ), duration AS (${histogram('duration')}
  ), folded AS (
    INSERT INTO "RunMetric" AS m ("orgId", ${KEY}, ${SUMMED.join(', ')}, "queueBuckets", "queueCounts",
                                  "durationBuckets", "durationCounts")
    SELECT "orgId", ${KEY}, ${SUMMED.join(', ')}, coalesce(queue.buckets, '{}'), coalesce(queue.counts, '{}'),
           coalesce(duration.buckets, '{}'), coalesce(duration.counts, '{}')
      FROM counted LEFT JOIN queue USING (${KEY}) LEFT JOIN duration USING (${KEY})
     ORDER BY ${KEY}
    ON CONFLICT (${KEY}) DO UPDATE SET
      ${SUMMED.map((name) => `${name} = m.${name} + excluded.${name}`).join(', ')},
      ${merged('queue')}, ${merged('duration')}
  )
  SELECT count(*)::int AS taken FROM taken`
