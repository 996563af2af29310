import type { Given, Queryable } from '@/server/platform/db'
import type { Part } from './log-part'
import type { Projection, StepPatch } from './projection'
import { type Columns, type RowShape, type Rows, rowShape, rowsOf } from './rows'

interface Target {
  orgId: string
  runId: string
}

/** One part for the steps that a batch begins, one for the others. */
export function stepParts({ steps }: Projection): Part[] {
  const begun: StepRow[] = []
  const changed: StepRow[] = []
  for (const [path, { isNew, addFailures, ...patch }] of steps) {
    const row = { path, ...patch, ...(addFailures > 0 && { addFailures }) }
    if (isNew) begun.push(row)
    else if (Object.keys(row).length > 1) changed.push(row)
  }
  return [...part(BEGUN, begun, upsertSteps), ...part(CHANGED, changed, updateSteps)]
}

type WriteSteps = (rows: Rows, given: Given, at: string) => string

function part(shape: RowShape, steps: StepRow[], sql: WriteSteps): Part[] {
  if (steps.length === 0) return []
  const rows = rowsOf(shape, steps)
  const { variant, values } = rows
  return [{ name: shape.name, variant, values, write: (given, at) => sql(rows, given, at) }]
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

const BEGUN = rowShape('begun', COLUMNS, 1)
const CHANGED = rowShape('changed', COLUMNS, 1)

type StepRow = Omit<StepPatch, 'isNew' | 'addFailures'> & { path: string; addFailures?: number }

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
function upsertSteps({ has, value, from, isOne }: Rows, given: Given, at: string): string {
  const of = (column: string) => value(given, column)
  const or = (column: string, otherwise: string) =>
    isOne ? of(column) : `coalesce(${of(column)}, ${otherwise})`
  const when = (column: string) => (isOne ? at : `CASE WHEN ${of(column)} THEN ${at} END`)
  const columns: { [column: string]: string | false } = {
    orgId: 'run."orgId"',
    runId: 'run.id',
    path: of('path'),
    stepId: of('stepId'),
    kind: of('kind'),
    name: has('name') && of('name'),
    status: of('status'),
    attempt: has('attempt') && or('attempt', '0'),
    failures: has('addFailures') && or('addFailures', '0'),
    output: has('output') && of('output'),
    error: has('error') && of('error'),
    continued: has('continued') && or('continued', 'false'),
    caught: has('caught') && or('caught', 'false'),
    cached: has('cached') && or('cached', 'false'),
    generated: has('generated') && of('generated'),
    callDigest: has('callDigest') && of('callDigest'),
    endedSeq: has('endedNth') && `run.base + ${of('endedNth')}`,
    startedAt: has('starts') && when('starts'),
    finishedAt: has('ends') && when('ends'),
  }
  const written = Object.entries(columns).filter(([, sql]) => sql !== false)
  return `
  INSERT INTO "StepRun" (${written.map(([column]) => `"${column}"`).join(', ')})
  SELECT ${written.map(([, sql]) => sql).join(', ')} FROM run${from(given)}
  ON CONFLICT ("runId", path) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, failures = "StepRun".failures + excluded.failures,
    output = excluded.output, error = excluded.error, continued = excluded.continued, caught = excluded.caught,
    cached = excluded.cached, generated = excluded.generated,
    "callDigest" = coalesce(excluded."callDigest", "StepRun"."callDigest"), "endedSeq" = excluded."endedSeq",
    "startedAt" = coalesce("StepRun"."startedAt", excluded."startedAt"), "finishedAt" = excluded."finishedAt"`
}

/** What a later event may say of a step, as it is. */
const CHANGING = ['status', 'output', 'error', 'continued', 'caught', 'cached', 'generated']

/** Steps that have begun before. */
function updateSteps({ has, value, from, isOne }: Rows, given: Given, at: string): string {
  const of = (column: string) => value(given, column)
  const or = (sql: string, otherwise: string) => (isOne ? sql : `coalesce(${sql}, ${otherwise})`)
  const set = CHANGING.filter(has).map((column) => `"${column}" = ${or(of(column), `t."${column}"`)}`)
  if (has('addFailures')) set.push(`failures = t.failures + ${or(of('addFailures'), '0')}`)
  if (has('endedNth')) set.push(`"endedSeq" = ${or(`run.base + ${of('endedNth')}`, 't."endedSeq"')}`)
  if (has('ends'))
    set.push(`"finishedAt" = ${isOne ? at : `CASE WHEN ${of('ends')} THEN ${at} ELSE t."finishedAt" END`}`)
  return `
  UPDATE "StepRun" t SET ${set.join(', ')} FROM run${from(given)}
   WHERE t."runId" = run.id AND t.path = ${of('path')}`
}
