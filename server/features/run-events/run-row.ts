import type { JsonValue } from '@/server/kernel/json'
import { isRunEnded } from '@/server/kernel/statuses'
import type { Queryable } from '@/server/platform/db'
import type { RunPatch } from './projection'

/** Writes what a batch changes in the run's own row. */
export async function writeRun(db: Queryable, runId: string, patch: RunPatch, now: Date): Promise<void> {
  const { restart, isPaused, ...run } = patch
  const at = now.toISOString()
  if (restart) await db.query(RESTART, [runId, restart.generation, restart.phase, at])
  if (isPaused !== undefined) await db.query(isPaused ? PAUSE : CONTINUE, [runId, at])
  if (Object.keys(run).length === 0) return
  await db.query(PATCH, [
    runId,
    run.status ?? null,
    run.startedAt ?? false,
    at,
    run.status !== undefined && isRunEnded(run.status),
    run.title ?? null,
    jsonOrNull(run.tags),
    jsonOrNull(run.output),
    jsonOrNull(run.error),
    run.phase ?? null,
    jsonOrNull(run.outcome),
  ])
}

function jsonOrNull(value: object | JsonValue | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

/** An ended run is not paused; its timeout leaves the pauses out. */
const PATCH = `
  UPDATE "Run" SET
    status = coalesce($2, status),
    "startedAt" = CASE WHEN $3::boolean THEN coalesce("startedAt", $4::timestamptz) ELSE "startedAt" END,
    "finishedAt" = CASE WHEN $5::boolean THEN $4::timestamptz ELSE "finishedAt" END,
    "leaseExpiresAt" = CASE WHEN $5::boolean THEN NULL ELSE "leaseExpiresAt" END,
    "pausedAt" = CASE WHEN $5::boolean THEN NULL ELSE "pausedAt" END,
    title = coalesce($6, title),
    tags = CASE WHEN $7::jsonb IS NULL THEN tags ELSE ARRAY(SELECT jsonb_array_elements_text($7::jsonb)) END,
    output = coalesce($8::json, output),
    error = coalesce($9::jsonb, error),
    phase = coalesce($10, phase),
    outcome = coalesce($11::json, outcome)
  WHERE id = $1`

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
