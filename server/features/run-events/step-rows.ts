import type { Queryable } from '@/server/platform/db'
import type { Part } from './log-part'
import type { Projection, StepPatch } from './projection'
import { type Columns, rowsOf } from './rows'

interface Target {
  orgId: string
  runId: string
}

/** One part for the steps that a batch begins, one for the others. */
export function stepParts({ steps }: Projection): Part[] {
  const begun: StepRow[] = []
  const changed: StepRow[] = []
  for (const [path, patch] of steps) (patch.isNew ? begun : changed).push({ path, ...patch })
  return [...part('begun', begun, upsertSteps), ...part('changed', changed, updateSteps)]
}

function part(name: string, steps: StepRow[], sql: (rows: string, at: string) => string): Part[] {
  if (steps.length === 0) return []
  const { variant, values, write } = rowsOf(name, COLUMNS, steps, 1)
  return [{ name, variant, values, write: (given, at) => sql(write(given, 's'), at) }]
}

const COLUMNS: Columns = {
  path: 'text',
  stepId: 'text',
  kind: 'text',
  name: 'text',
  status: 'text',
  attempt: 'int',
  addFailures: 'int',
  output: 'json',
  error: 'jsonb',
  continued: 'boolean',
  caught: 'boolean',
  cached: 'boolean',
  generated: 'json',
  callDigest: 'text',
  endedNth: 'int',
  starts: 'boolean',
  ends: 'boolean',
}

type StepRow = StepPatch & { path: string }

/** As if these steps had never begun. */
export async function forgetSteps(db: Queryable, target: Target, paths: string[]): Promise<void> {
  if (paths.length === 0) return
  const values = [target.runId, JSON.stringify(paths)]
  const listed = '(SELECT jsonb_array_elements_text($2::jsonb))'
  await db.query(`DELETE FROM "StepRun" WHERE "runId" = $1 AND path IN ${listed}`, values)
  await db.query(`DELETE FROM "Wait" WHERE "runId" = $1 AND path IN ${listed}`, values)
}

/** Keeps outputs for the runs that ask for the same key, until they expire. */
export async function writeCache(
  db: Queryable,
  target: Target & { projectId: string },
  cached: Projection['cached'],
): Promise<void> {
  if (cached.length === 0) return
  await db.query(
    `INSERT INTO "StepCache" ("orgId", "projectId", key, output, "runId", path, "expiresAt")
     SELECT DISTINCT ON (c.key) $1, $2, c.key, coalesce(c.output, 'null'), $3, c.path, c."expiresAt"
       FROM json_to_recordset($4::json) AS c(key text, path text, output json, "expiresAt" timestamptz)
     ON CONFLICT ("projectId", key) DO UPDATE
        SET output = excluded.output, "runId" = excluded."runId", path = excluded.path,
            "createdAt" = now(), "expiresAt" = excluded."expiresAt"`,
    [target.orgId, target.projectId, target.runId, JSON.stringify(cached)],
  )
}

/** A step that begins once more keeps nothing of what it came to before. */
function upsertSteps(rows: string, at: string): string {
  return `
  INSERT INTO "StepRun" ("orgId", "runId", path, "stepId", kind, name, status, attempt, failures, output, error,
                         continued, caught, cached, generated, "callDigest", "endedSeq", "startedAt", "finishedAt")
  SELECT run."orgId", run.id, s.path, s."stepId", s.kind, s.name, s.status, coalesce(s.attempt, 0), s."addFailures",
         s.output, s.error, coalesce(s.continued, false), coalesce(s.caught, false), coalesce(s.cached, false),
         s.generated, s."callDigest", run.base + s."endedNth", CASE WHEN s.starts THEN ${at} END,
         CASE WHEN s.ends THEN ${at} END
    FROM run, ${rows}
  ON CONFLICT ("runId", path) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, failures = "StepRun".failures + excluded.failures,
    output = excluded.output, error = excluded.error, continued = excluded.continued, caught = excluded.caught,
    cached = excluded.cached, generated = excluded.generated,
    "callDigest" = coalesce(excluded."callDigest", "StepRun"."callDigest"), "endedSeq" = excluded."endedSeq",
    "startedAt" = coalesce("StepRun"."startedAt", excluded."startedAt"), "finishedAt" = excluded."finishedAt"`
}

/** Steps that have begun before. */
function updateSteps(rows: string, at: string): string {
  return `
  UPDATE "StepRun" t SET
    status = coalesce(s.status, t.status), failures = t.failures + s."addFailures",
    output = coalesce(s.output, t.output), error = coalesce(s.error, t.error),
    continued = coalesce(s.continued, t.continued), caught = coalesce(s.caught, t.caught),
    cached = coalesce(s.cached, t.cached), generated = coalesce(s.generated, t.generated),
    "endedSeq" = coalesce(run.base + s."endedNth", t."endedSeq"),
    "finishedAt" = CASE WHEN s.ends THEN ${at} ELSE t."finishedAt" END
   FROM run, ${rows}
  WHERE t."runId" = run.id AND t.path = s.path`
}
