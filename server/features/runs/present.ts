import { asQueryable, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import type { ChildRun, RunSummary } from './schema'
import { asRunStatus } from './statuses'
import type { SummaryRow } from './store'

type Db = TenantDb | TenantTransaction

/** Rows as a client sees them, with who started them and the runs that they come from. */
export async function presentRuns(db: Db, rows: readonly SummaryRow[]): Promise<RunSummary[]> {
  const [names, numbers, parts] = await Promise.all([
    namesOf(db, rows),
    numbersOf(db, rows),
    partsOf(db, rows),
  ])
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    tags: row.tags,
    status: asRunStatus(row.status),
    isPaused: row.pausedAt !== null,
    cancelRequested: row.cancelRequestedAt !== null,
    workflow: row.workflow,
    versionNumber: row.versionNumber,
    parent: parentOf(row, numbers),
    replayOf: replayOf(row, numbers),
    part: parts.get(row.id)?.kind ?? null,
    startedBy: row.startedById ? (names.get(row.startedById) ?? 'a former member') : null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    costNanos: row.costNanos.toString(),
    unpricedCalls: row.unpricedCalls,
  }))
}

/** Runs that steps of another one started. */
export async function presentChildren(db: Db, rows: readonly SummaryRow[]): Promise<ChildRun[]> {
  const [summaries, parts] = await Promise.all([presentRuns(db, rows), partsOf(db, rows)])
  return summaries.map((summary, index) => {
    const row = rows[index]
    const part = parts.get(summary.id)
    return {
      ...summary,
      path: row?.parentPath ?? '',
      items: part?.kind === 'items' ? { offset: part.offset, count: part.count } : null,
    }
  })
}

/** Names of colleagues by id, for "started by". */
async function namesOf(db: Db, rows: readonly SummaryRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.startedById ?? []))]
  if (ids.length === 0) return new Map()
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(users.map((user) => [user.id, user.name]))
}

/** Numbers of parents and repeated runs, while these are there. */
async function numbersOf(db: Db, rows: readonly SummaryRow[]): Promise<Map<string, number>> {
  const ids = [...new Set(rows.flatMap((row) => [row.parentRunId ?? [], row.replayOfId ?? []].flat()))]
  if (ids.length === 0) return new Map()
  const runs = await db.run.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } })
  return new Map(runs.map((run) => [run.id, run.number]))
}

interface Part {
  id: string
  kind: 'step' | 'items'
  offset: number
  count: number
}

/** What parts of a workflow these runs are; without the items themselves, which may be large. */
async function partsOf(db: Db, rows: readonly SummaryRow[]): Promise<Map<string, Part>> {
  const ids = rows.flatMap((row) => (row.parentRunId !== null || row.replayOfId !== null ? row.id : []))
  if (ids.length === 0) return new Map()
  const { rows: parts } = await asQueryable(db).query<Part>(
    `SELECT id, fragment->>'kind' AS kind, coalesce((fragment->>'offset')::int, 0) AS offset,
            CASE WHEN fragment->>'kind' = 'items' THEN coalesce((fragment->>'count')::int, json_array_length(fragment->'items'))
                 ELSE 0 END AS count
       FROM "Run" WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)) AND fragment IS NOT NULL`,
    [JSON.stringify(ids)],
  )
  return new Map(parts.map((part) => [part.id, part]))
}

function parentOf(
  { parentRunId, parentPath }: SummaryRow,
  numbers: Map<string, number>,
): RunSummary['parent'] {
  const number = parentRunId === null ? undefined : numbers.get(parentRunId)
  return parentRunId === null || parentPath === null || number === undefined
    ? null
    : { runId: parentRunId, number, path: parentPath }
}

function replayOf(
  { replayOfId, replayFrom }: SummaryRow,
  numbers: Map<string, number>,
): RunSummary['replayOf'] {
  const number = replayOfId === null ? undefined : numbers.get(replayOfId)
  return replayOfId === null || number === undefined ? null : { runId: replayOfId, number, from: replayFrom }
}
