import { isRunEnded } from '@/server/kernel/statuses'
import type { CommitItem } from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { closeApprovals, closeApprovalsAt, expireApproval, openApproval } from './approval-rows'
import { type Projection, project, type StepPatch } from './projection'

export interface LogTarget {
  orgId: string
  projectId: string
  runId: string
}

/**
 * Appends events to a run's log and changes the rows that are read from it, in the caller's
 * transaction. The caller has locked the run row and raised `lastSeq` by `items.length`;
 * `firstSeq` is the first of the numbers so taken.
 */
export async function appendToLog(
  db: Queryable,
  target: LogTarget,
  firstSeq: number,
  items: readonly CommitItem[],
  now: Date,
): Promise<void> {
  const projection = project(items)
  const approvalIds = await openApprovals(db, target, projection)
  await insertEvents(db, target, firstSeq, withApprovalIds(items, approvalIds), now)
  await forgetSteps(db, target, projection.forgotten)
  await writeSteps(db, target, projection, now)
  await writeWaits(db, target, projection, approvalIds)
  for (const approvalId of projection.expiredApprovals) await expireApproval(db, approvalId, now)
  await closeApprovalsAt(db, target.runId, projection.mootApprovals, now)
  await writeRun(db, target, projection, now)
}

/** Takes `count` sequence numbers of a run and locks its row until the transaction ends. */
export async function takeSeqs(db: Queryable, runId: string, count: number): Promise<number> {
  const { rows } = await db.query<{ lastSeq: number }>(
    'UPDATE "Run" SET "lastSeq" = "lastSeq" + $2::int WHERE id = $1 RETURNING "lastSeq"',
    [runId, count],
  )
  const row = rows[0]
  if (!row) throw new Error(`Run ${runId} is gone.`)
  return row.lastSeq - count + 1
}

async function openApprovals(
  db: Queryable,
  target: LogTarget,
  projection: Projection,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const wait of projection.openWaits.values())
    if (wait.approval)
      ids.set(
        wait.path,
        await openApproval(db, { ...target, path: wait.path, dueAt: wait.dueAt }, wait.approval),
      )
  return ids
}

/** The log names the approval that a waiting step opened; the request itself stands in its row. */
function withApprovalIds(items: readonly CommitItem[], ids: Map<string, string>): CommitItem[] {
  return items.map((item) => {
    if (item.type !== 'step.waiting') return item
    const approvalId = ids.get(item.path)
    const wait = approvalId ? { ...item.wait, approvalId } : item.wait
    return { type: item.type, path: item.path, wait }
  })
}

async function insertEvents(
  db: Queryable,
  target: LogTarget,
  firstSeq: number,
  items: readonly CommitItem[],
  now: Date,
): Promise<void> {
  const rows = items.map((item, index) => {
    const { type, ...rest } = item
    const { path = null, ...data } = 'path' in rest ? rest : { ...rest, path: null }
    return { seq: firstSeq + index, type, path, data }
  })
  await db.query(
    `INSERT INTO "RunEvent" ("orgId", "runId", seq, type, path, at, data)
     SELECT $1, $2, e.seq, e.type, e.path, $3::timestamptz, e.data
       FROM json_to_recordset($4::json) AS e(seq int, type text, path text, data json)`,
    [target.orgId, target.runId, now.toISOString(), JSON.stringify(rows)],
  )
}

async function forgetSteps(db: Queryable, target: LogTarget, paths: string[]): Promise<void> {
  if (paths.length === 0) return
  const values = [target.runId, JSON.stringify(paths)]
  const listed = '(SELECT jsonb_array_elements_text($2::jsonb))'
  await db.query(`DELETE FROM "StepRun" WHERE "runId" = $1 AND path IN ${listed}`, values)
  await db.query(`DELETE FROM "Wait" WHERE "runId" = $1 AND path IN ${listed}`, values)
}

async function writeSteps(
  db: Queryable,
  target: LogTarget,
  projection: Projection,
  now: Date,
): Promise<void> {
  const patches = [...projection.steps].map(([path, patch]) => ({ path, ...patch }))
  const started = patches.filter((patch) => patch.starts)
  const changed = patches.filter((patch) => !patch.starts)
  const values = (rows: (StepPatch & { path: string })[]) => [
    target.orgId,
    target.runId,
    now.toISOString(),
    JSON.stringify(rows),
  ]
  if (started.length > 0) await db.query(UPSERT_STEPS, values(started))
  if (changed.length > 0) await db.query(UPDATE_STEPS, values(changed).slice(1))
}

const STEP_RECORD = `AS s(path text, "stepId" text, kind text, name text, status text, attempt int,
  "addFailures" int, output json, error jsonb, continued boolean, ends boolean)`

const UPSERT_STEPS = `
  INSERT INTO "StepRun" ("orgId", "runId", path, "stepId", kind, name, status, attempt, failures, output, error,
                         continued, "startedAt", "finishedAt")
  SELECT $1, $2, s.path, s."stepId", s.kind, s.name, s.status, coalesce(s.attempt, 0), s."addFailures", s.output,
         s.error, coalesce(s.continued, false), $3::timestamptz, CASE WHEN s.ends THEN $3::timestamptz END
    FROM json_to_recordset($4::json) ${STEP_RECORD}
  ON CONFLICT ("runId", path) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, failures = "StepRun".failures + excluded.failures,
    output = excluded.output, error = excluded.error, continued = excluded.continued,
    "startedAt" = coalesce("StepRun"."startedAt", excluded."startedAt"), "finishedAt" = excluded."finishedAt"`

const UPDATE_STEPS = `
  UPDATE "StepRun" t SET
    status = coalesce(s.status, t.status), failures = t.failures + s."addFailures",
    output = coalesce(s.output, t.output), error = coalesce(s.error, t.error),
    continued = coalesce(s.continued, t.continued),
    "finishedAt" = CASE WHEN s.ends THEN $2::timestamptz ELSE t."finishedAt" END
   FROM json_to_recordset($3::json) ${STEP_RECORD}
  WHERE t."runId" = $1 AND t.path = s.path`

async function writeWaits(
  db: Queryable,
  target: LogTarget,
  projection: Projection,
  approvalIds: Map<string, string>,
): Promise<void> {
  if (projection.closedWaits.size > 0)
    await db.query(
      'DELETE FROM "Wait" WHERE "runId" = $1 AND path IN (SELECT jsonb_array_elements_text($2::jsonb))',
      [target.runId, JSON.stringify([...projection.closedWaits])],
    )
  const rows = [...projection.openWaits.values()].map(({ path, kind, dueAt, approval }) => ({
    path,
    kind,
    dueAt,
    approvalId: approvalIds.get(path),
    onTimeout: approval?.onTimeout,
  }))
  if (rows.length === 0) return
  await db.query(
    `INSERT INTO "Wait" ("orgId", "runId", path, kind, "dueAt", "approvalId", "onTimeout")
     SELECT $1, $2, w.path, w.kind, w."dueAt", w."approvalId", w."onTimeout"
       FROM jsonb_to_recordset($3::jsonb)
         AS w(path text, kind text, "dueAt" timestamptz, "approvalId" text, "onTimeout" text)
     ON CONFLICT ("runId", path) DO UPDATE
        SET kind = excluded.kind, "dueAt" = excluded."dueAt", "approvalId" = excluded."approvalId",
            "onTimeout" = excluded."onTimeout", resolution = NULL`,
    [target.orgId, target.runId, JSON.stringify(rows)],
  )
}

async function writeRun(db: Queryable, target: LogTarget, projection: Projection, now: Date): Promise<void> {
  const { run, ended } = projection
  if (ended || projection.forgotten.length > 0) await closeApprovals(db, target.runId, now)
  if (ended) await db.query('DELETE FROM "Wait" WHERE "runId" = $1', [target.runId])
  if (Object.keys(run).length === 0) return
  await db.query(
    `UPDATE "Run" SET
       status = coalesce($2, status),
       "startedAt" = CASE WHEN $3::boolean THEN coalesce("startedAt", $4::timestamptz) ELSE "startedAt" END,
       "finishedAt" = CASE WHEN $5::boolean THEN $4::timestamptz ELSE "finishedAt" END,
       "leaseExpiresAt" = CASE WHEN $5::boolean THEN NULL ELSE "leaseExpiresAt" END,
       title = coalesce($6, title),
       tags = CASE WHEN $7::jsonb IS NULL THEN tags ELSE ARRAY(SELECT jsonb_array_elements_text($7::jsonb)) END,
       output = coalesce($8::json, output),
       error = coalesce($9::jsonb, error)
     WHERE id = $1`,
    [
      target.runId,
      run.status ?? null,
      run.startedAt ?? false,
      now.toISOString(),
      run.status !== undefined && isRunEnded(run.status),
      run.title ?? null,
      run.tags ? JSON.stringify(run.tags) : null,
      run.output === undefined ? null : JSON.stringify(run.output),
      run.error ? JSON.stringify(run.error) : null,
    ],
  )
}
