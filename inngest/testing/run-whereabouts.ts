import { systemPool, tenantPool } from '@/server/platform/db'

/** Where a run that has not ended stands, in the product and in the engine: what a failed test needs to tell. */
export async function whereaboutsOf(orgId: string, runId: string): Promise<string> {
  const product = await tenantPool(orgId).query<object>(
    `SELECT status, generation, "leaseToken", "leaseExpiresAt", "wakesRequested", "wakesTaken", "pausedAt", now(),
       (SELECT json_agg(w) FROM "Wait" w WHERE w."runId" = r.id) AS waits
       FROM "Run" r WHERE id = $1`,
    [runId],
  )
  const outbox = await systemPool().query<object>(
    `SELECT name, data, attempts, "availableAt" FROM "OutboxEntry" WHERE data->>'runId' = $1`,
    [runId],
  )
  const engine = await systemPool().query<object>(
    `SELECT r.id, r.status,
       (SELECT json_agg(q) FROM engine.queue q WHERE q.run_id = r.id) AS queue,
       (SELECT json_agg(w) FROM engine.waits w WHERE w.run_id = r.id) AS waits,
       (SELECT json_agg(left(s.result, 200) ORDER BY s.position) FROM engine.steps s WHERE s.run_id = r.id) AS steps
       FROM engine.runs r JOIN engine.events e ON e.id = r.event_id
      WHERE e.payload::json->'data'->>'runId' = $1`,
    [runId],
  )
  return JSON.stringify({ product: product.rows, outbox: outbox.rows, engine: engine.rows })
}
