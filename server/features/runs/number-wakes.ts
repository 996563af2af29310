import { tenantPool } from '@/server/platform/db'

/**
 * Asks for a wave of each of these runs: raises the counters that tell whether one has taken notice. The new
 * counters, by run; runs that are over have none.
 */
export async function numberWakes(orgId: string, runIds: readonly string[]): Promise<Map<string, number>> {
  // In one order, so that two relays at once do not wait for each other.
  const { rows } = await tenantPool(orgId).query<{ id: string; wake: number }>(
    `UPDATE "Run" r SET "wakesRequested" = r."wakesRequested" + 1
       FROM (SELECT id FROM "Run" WHERE id = ANY ($1) AND status IN ('queued', 'running', 'waiting')
              ORDER BY id FOR NO KEY UPDATE) due
      WHERE r.id = due.id RETURNING r.id, r."wakesRequested" AS wake`,
    [[...new Set(runIds)]],
  )
  return new Map(rows.map((row) => [row.id, row.wake]))
}
