import type { JsonValue } from '@/server/kernel/json'
import type { RunError } from '@/server/kernel/run-events'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import type { ChildOutcome } from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { writeOutboxRows } from '@/server/platform/outbox'

interface EndRow {
  id: string
  status: string
  output: JsonValue
  error: RunError | null
}

/**
 * What child runs came to that are over already, by their id. Those that go on cannot end before the caller's
 * transaction does: their rows stay locked, so that either their end sees the wait or the wait sees their end.
 * To be called before any wait is written.
 */
export async function readChildOutcomes(
  db: Queryable,
  childRunIds: readonly string[],
): Promise<Map<string, JsonValue>> {
  if (childRunIds.length === 0) return new Map()
  const { rows } = await db.query<EndRow>(
    `SELECT id, status, output, error FROM "Run"
      WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)) ORDER BY id FOR SHARE`,
    [JSON.stringify([...new Set(childRunIds)])],
  )
  return new Map(
    rows.flatMap((row) => {
      const outcome = outcomeOf(row)
      return outcome ? [[row.id, outcome]] : []
    }),
  )
}

/** The run has just ended: answers the step of another run that waits for it, and rings. Whether one waits. */
export async function answerParent(db: Queryable, orgId: string, runId: string): Promise<boolean> {
  const { rows } = await db.query<EndRow>('SELECT id, status, output, error FROM "Run" WHERE id = $1', [
    runId,
  ])
  const outcome = rows[0] && outcomeOf(rows[0])
  if (!outcome) throw new Error(`Run ${runId} has not ended.`)
  const { rows: waiting } = await db.query<{ runId: string }>(
    `UPDATE "Wait" w SET resolution = $2::json FROM "Run" r
      WHERE r.id = $1 AND w."runId" = r."parentRunId" AND w.path = r."parentPath" AND w."childRunId" = r.id
  RETURNING w."runId"`,
    [runId, JSON.stringify(outcome)],
  )
  await writeOutboxRows(
    db,
    orgId,
    waiting.map((row) => ({ name: 'run.wake', data: { runId: row.runId } })),
  )
  return waiting.length > 0
}

function outcomeOf({
  status,
  output,
  error,
}: EndRow): (ChildOutcome & { [key: string]: JsonValue }) | undefined {
  // The column holds run statuses only, by its CHECK.
  const known = status as RunStatus
  if (!isRunEnded(known)) return undefined
  // A run's error is JSON all through; `undefined` fields do not survive the copy.
  const plain = JSON.parse(JSON.stringify(error)) as RunError & { [key: string]: JsonValue }
  switch (known) {
    case 'succeeded':
      return { status: known, output }
    case 'failed':
    case 'cancelled':
    case 'rolled_back':
      return { status: known, error: plain }
    default:
      return undefined
  }
}
