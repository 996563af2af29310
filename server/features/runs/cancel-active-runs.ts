import type { MutationContext } from '@/server/operations'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'

interface Cancellation {
  by: string
  reason: string
  now: Date
  emit: MutationContext<'org'>['emit']
}

/**
 * Asks every active run of a project, or of an organization, to stop: what `runs.cancel` does for one,
 * for any number of them at once.
 */
export async function cancelActiveRuns(
  { orgId, projectId }: { orgId: string; projectId?: string },
  db: TenantTransaction,
  { by, reason, now, emit }: Cancellation,
): Promise<void> {
  const rows = await asQueryable(db).query<{ runId: string; wake: number }>(
    // In one order: the relay locks many runs at once too.
    `WITH due AS (
       SELECT id FROM "Run" WHERE "orgId" = $1 AND ($2::text IS NULL OR "projectId" = $2::text)
          AND status IN ('queued', 'running', 'waiting') AND "cancelRequestedAt" IS NULL
        ORDER BY id FOR NO KEY UPDATE
     ), asked AS (
       UPDATE "Run" r SET "cancelRequestedAt" = $3::timestamptz, "lastSeq" = r."lastSeq" + 1,
              "wakesRequested" = r."wakesRequested" + 1
         FROM due WHERE r.id = due.id
    RETURNING r.id, r."lastSeq", r."wakesRequested"
     ), logged AS (
       INSERT INTO "RunEvent" ("orgId", "runId", seq, type, at, data)
       SELECT $1, id, "lastSeq", 'run.cancelRequested', $3::timestamptz, $4::json FROM asked
     )
     SELECT id AS "runId", "wakesRequested" AS wake FROM asked`,
    [orgId, projectId ?? null, now.toISOString(), JSON.stringify({ by, reason })],
  )
  for (const { runId, wake } of rows.rows) emit({ name: 'run.wake', data: { runId, wake } })
}
