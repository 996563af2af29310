import { isRunEnded } from '@/server/kernel/statuses'
import type { Given, Queryable, Values } from '@/server/platform/db'
import type { RunPatch } from './projection'

/** Of columns, in SQL. */
export interface RowColumns {
  [column: string]: string
}

/** What a batch makes of columns of the run's row, except for a pause and a restart. */
export interface RunChange {
  shape: string
  values: Values
  columns(given: Given, at: string): RowColumns
}

/** `row`: the name of the row that is there; absent: it is being written. */
export function runChange(patch: RunPatch, row?: string): RunChange {
  const { status, startedAt, title, tags, output, error, phase, outcome } = patch
  const isEnd = status !== undefined && isRunEnded(status)
  const values: Values = {
    ...(status !== undefined && { status }),
    ...(title !== undefined && { title }),
    ...(tags !== undefined && { tags: JSON.stringify(tags) }),
    ...(output !== undefined && { output: JSON.stringify(output) }),
    ...(error !== undefined && { error: JSON.stringify(error) }),
    ...(phase !== undefined && { phase }),
    ...(outcome !== undefined && { outcome: JSON.stringify(outcome) }),
  }
  const names = Object.keys(values)
  return {
    shape: `${names.join(',')}${startedAt ? ' starts' : ''}${isEnd ? ' ends' : ''}`,
    values,
    columns: (given, at) => ({
      ...Object.fromEntries(names.map((name) => [name, COLUMNS[name]?.(given(name)) ?? ''])),
      ...(startedAt && { startedAt: row ? `coalesce(${row}."startedAt", ${at})` : at }),
      // An ended run is not paused; its timeout leaves the pauses out.
      ...(isEnd && { finishedAt: at, leaseExpiresAt: 'NULL', pausedAt: 'NULL' }),
    }),
  }
}

const COLUMNS: { [name: string]: (value: string) => string } = {
  status: (value) => `${value}::text`,
  title: (value) => `${value}::text`,
  tags: (value) => `ARRAY(SELECT json_array_elements_text(${value}::json))`,
  output: (value) => `${value}::json`,
  error: (value) => `${value}::jsonb`,
  phase: (value) => `${value}::text`,
  outcome: (value) => `${value}::json`,
}

/** Holds a run back, lets it go on, or lets one that had ended start over. */
export async function holdOrRestart(
  db: Queryable,
  runId: string,
  { restart, isPaused }: RunPatch,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  if (restart) await db.query(RESTART, [runId, restart.generation, restart.phase, at])
  if (isPaused !== undefined) await db.query(isPaused ? PAUSE : CONTINUE, [runId, at])
}

const PAUSE = `UPDATE "Run" SET "pausedAt" = coalesce("pausedAt", $2::timestamptz) WHERE id = $1`

const CONTINUE = `
  UPDATE "Run" SET "pausedAt" = NULL,
    "pausedMs" = "pausedMs" + greatest(0, coalesce(extract(epoch FROM $2::timestamptz - "pausedAt") * 1000, 0))::bigint
  WHERE id = $1`

/** A rollback keeps how the run had ended; a resume starts from nothing but the steps that are kept. */
const RESTART = `
  UPDATE "Run" SET
    status = 'queued', generation = $2::int, phase = $3,
    outcome = CASE WHEN $3 = 'main' THEN NULL ELSE coalesce(outcome, CASE status
      WHEN 'succeeded' THEN json_build_object('status', status, 'output', output)
      WHEN 'failed' THEN json_build_object('status', status, 'error', error)
      ELSE json_build_object('status', 'cancelled') END) END,
    "resumedAt" = $4::timestamptz, "finishedAt" = NULL, "cancelRequestedAt" = NULL, "killRequestedAt" = NULL,
    "pausedAt" = NULL, "pausedMs" = 0, "leaseExpiresAt" = NULL, error = NULL, output = NULL
  WHERE id = $1`
