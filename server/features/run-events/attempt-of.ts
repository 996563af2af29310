import type { Queryable } from '@/server/platform/db'

/**
 * The attempt under which a step does what is to be done once for each attempt: an attempt after an interrupted
 * one only goes on with what that one may have done already, so it counts as the same.
 */
export async function attemptOf(
  db: Queryable,
  { runId, path, attempt }: { runId: string; path: string; attempt: number },
): Promise<number> {
  if (attempt === 1) return attempt
  const { rows } = await db.query<{ attempt: number }>(
    `SELECT (data->>'attempt')::int AS attempt FROM "RunEvent"
      WHERE "runId" = $1 AND path = $2 AND type = 'step.interrupted'`,
    [runId, path],
  )
  const interrupted = new Set(rows.map((row) => row.attempt))
  let first = attempt
  while (interrupted.has(first - 1)) first -= 1
  return first
}
