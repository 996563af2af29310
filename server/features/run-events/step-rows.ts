import type { Queryable } from '@/server/platform/db'
import type { Projection, StepPatch } from './projection'

interface Target {
  orgId: string
  runId: string
}

/** Writes what a batch changes in step rows: one statement for those it begins, one for the others. */
export async function writeSteps(
  db: Queryable,
  target: Target,
  projection: Projection,
  now: Date,
): Promise<void> {
  const patches = [...projection.steps].map(([path, patch]) => ({ path, ...patch }))
  const begun = patches.filter((patch) => patch.isNew)
  const changed = patches.filter((patch) => !patch.isNew)
  const values = (rows: (StepPatch & { path: string })[]) => [
    target.orgId,
    target.runId,
    now.toISOString(),
    JSON.stringify(rows),
  ]
  if (begun.length > 0) await db.query(UPSERT_STEPS, values(begun))
  if (changed.length > 0) await db.query(UPDATE_STEPS, values(changed).slice(1))
}

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

const STEP_RECORD = `AS s(path text, "stepId" text, kind text, name text, status text, attempt int,
  "addFailures" int, output json, error jsonb, continued boolean, caught boolean, cached boolean, generated json,
  "callDigest" text, "endedSeq" int, starts boolean, ends boolean)`

/** A step that begins once more keeps nothing of what it came to before. */
const UPSERT_STEPS = `
  INSERT INTO "StepRun" ("orgId", "runId", path, "stepId", kind, name, status, attempt, failures, output, error,
                         continued, caught, cached, generated, "callDigest", "endedSeq", "startedAt", "finishedAt")
  SELECT $1, $2, s.path, s."stepId", s.kind, s.name, s.status, coalesce(s.attempt, 0), s."addFailures", s.output,
         s.error, coalesce(s.continued, false), coalesce(s.caught, false), coalesce(s.cached, false), s.generated,
         s."callDigest", s."endedSeq", CASE WHEN s.starts THEN $3::timestamptz END,
         CASE WHEN s.ends THEN $3::timestamptz END
    FROM json_to_recordset($4::json) ${STEP_RECORD}
  ON CONFLICT ("runId", path) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, failures = "StepRun".failures + excluded.failures,
    output = excluded.output, error = excluded.error, continued = excluded.continued, caught = excluded.caught,
    cached = excluded.cached, generated = excluded.generated,
    "callDigest" = coalesce(excluded."callDigest", "StepRun"."callDigest"), "endedSeq" = excluded."endedSeq",
    "startedAt" = coalesce("StepRun"."startedAt", excluded."startedAt"), "finishedAt" = excluded."finishedAt"`

const UPDATE_STEPS = `
  UPDATE "StepRun" t SET
    status = coalesce(s.status, t.status), failures = t.failures + s."addFailures",
    output = coalesce(s.output, t.output), error = coalesce(s.error, t.error),
    continued = coalesce(s.continued, t.continued), caught = coalesce(s.caught, t.caught),
    cached = coalesce(s.cached, t.cached), generated = coalesce(s.generated, t.generated),
    "endedSeq" = coalesce(s."endedSeq", t."endedSeq"),
    "finishedAt" = CASE WHEN s.ends THEN $2::timestamptz ELSE t."finishedAt" END
   FROM json_to_recordset($3::json) ${STEP_RECORD}
  WHERE t."runId" = $1 AND t.path = s.path`
