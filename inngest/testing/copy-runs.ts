import pg from 'pg'
import { withClient } from '../../scripts/roles.mjs'

interface CopiedTable {
  name: string
  /** Which rows are of the run `$1`, or of its runs in the engine, `$2`. */
  where: string
  /** The column that names what nothing else may be named. */
  ids?: string
}

const OF_RUN = '"runId" = $1 AND $2::text[] IS NOT NULL'
const OF_ENGINE_RUN = 'run_id = ANY ($2) AND $1::text IS NOT NULL'

const TABLES: readonly CopiedTable[] = [
  { name: '"Run"', where: 'id = $1 AND $2::text[] IS NOT NULL', ids: 'id' },
  { name: '"RunEvent"', where: OF_RUN },
  { name: '"StepRun"', where: OF_RUN },
  { name: '"Wait"', where: OF_RUN },
  { name: '"Approval"', where: OF_RUN, ids: 'id' },
  { name: '"OutboxEntry"', where: `data->>'runId' = $1 AND $2::text[] IS NOT NULL`, ids: 'id' },
  {
    name: 'engine.events',
    where: 'id IN (SELECT event_id FROM engine.runs WHERE id = ANY ($2)) AND $1::text IS NOT NULL',
    ids: 'id',
  },
  { name: 'engine.runs', where: 'id = ANY ($2) AND $1::text IS NOT NULL', ids: 'id' },
  { name: 'engine.steps', where: OF_ENGINE_RUN },
  { name: 'engine.waits', where: OF_ENGINE_RUN },
  { name: 'engine.queue', where: OF_ENGINE_RUN },
]

/** Ids end with as many digits of the copy's number. */
const DIGITS = 7

/**
 * Writes copies of a run: all that the product and the engine have written for it, under ids of their own. So they
 * are in the exact shape in which runs are. `from`: the number of the first copy; no two copies may share one.
 * @returns the ids of the copies
 */
export function copyRun(
  superuserUrl: string,
  runId: string,
  { from, count }: { from: number; count: number },
): Promise<string[]> {
  return withClient(superuserUrl, async (sql) => {
    // Of a superuser; no foreign keys are checked row by row, and nothing is counted.
    await sql.query('SET session_replication_role = replica')
    const run = { runId, engineRunIds: await engineRunsOf(sql, runId) }
    const copy = {
      from,
      to: from + count - 1,
      ids: await idsOf(sql, run),
      base: await lastNumber(sql, runId),
    }
    for (const table of TABLES) await copyRows(sql, table, run, copy)
    await sql.query(
      'UPDATE "Project" SET "lastRunNumber" = $2 WHERE id = (SELECT "projectId" FROM "Run" WHERE id = $1)',
      [runId, copy.base + copy.to],
    )
    return Array.from({ length: count }, (_, nth) => copiedId(runId, from + nth))
  })
}

interface CopiedRun {
  runId: string
  engineRunIds: string[]
}

interface Copy {
  from: number
  to: number
  ids: string[]
  base: number
}

function copiedId(id: string, nth: number): string {
  return id.slice(0, -DIGITS) + String(nth).padStart(DIGITS, '0')
}

async function engineRunsOf(sql: pg.Client, runId: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT r.id FROM engine.runs r JOIN engine.events e ON e.id = r.event_id
      WHERE e.payload::json->'data'->>'runId' = $1`,
    [runId],
  )
  return rows.map(({ id }) => id)
}

async function idsOf(sql: pg.Client, { runId, engineRunIds }: CopiedRun): Promise<string[]> {
  const ids: string[] = []
  for (const { name, where, ids: column } of TABLES) {
    if (column === undefined) continue
    const { rows } = await sql.query<{ id: string }>(`SELECT ${column} AS id FROM ${name} WHERE ${where}`, [
      runId,
      engineRunIds,
    ])
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

async function lastNumber(sql: pg.Client, runId: string): Promise<number> {
  const { rows } = await sql.query<{ number: number }>(
    'SELECT max(number) AS number FROM "Run" WHERE "projectId" = (SELECT "projectId" FROM "Run" WHERE id = $1)',
    [runId],
  )
  return rows[0]?.number ?? 0
}

/** Whatever columns there are: a row as JSON text, with other ids in it wherever they stand. */
async function copyRows(
  sql: pg.Client,
  { name, where }: CopiedTable,
  run: CopiedRun,
  copy: Copy,
): Promise<void> {
  const text = copy.ids.reduce((row, id) => {
    const stem = pg.escapeLiteral(id.slice(0, -DIGITS))
    return `replace(${row}, ${pg.escapeLiteral(id)}, ${stem} || lpad(n::text, ${DIGITS}, '0'))`
  }, 'row_to_json(source)::text')
  const own = name === '"Run"' ? `json_build_object('number', ${copy.base} + n)` : `'{}'::json`
  await sql.query(
    `INSERT INTO ${name} OVERRIDING USER VALUE
     SELECT copied.* FROM (SELECT * FROM ${name} WHERE ${where}) source
     CROSS JOIN generate_series(${copy.from}, ${copy.to}) AS n
     CROSS JOIN LATERAL json_populate_record(
       json_populate_record(NULL::${name}, (${text})::json), ${own}) AS copied`,
    [run.runId, run.engineRunIds],
  )
}
