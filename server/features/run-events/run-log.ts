import { wakeIfCame } from '@/server/features/events'
import { releasePlaces } from '@/server/features/run-slots'
import type { CommitItem } from '@/server/language/contracts'
import type { Queryable } from '@/server/platform/db'
import { closeApprovals, closeApprovalsAt, expireApproval, openApproval } from './approval-rows'
import { answerParent, readChildOutcomes } from './child-outcome'
import { type Projection, project } from './projection'
import { writeRun } from './run-row'
import { forgetSteps, writeCache, writeSteps } from './step-rows'
import { writeWaits } from './wait-rows'

export interface LogTarget {
  orgId: string
  projectId: string
  runId: string
  /** False: it holds and awaits no place under a concurrency limit, so none need be looked for. */
  hasPlaces?: boolean
}

/**
 * Appends events to a run's log and changes the rows that are read from it, in the caller's
 * transaction. The caller has locked the run row and raised `lastSeq` by `items.length`;
 * `firstSeq` is the first of the numbers so taken. Where it answers true, other runs have been
 * woken: ring the outbox once this is committed.
 */
export async function appendToLog(
  db: Queryable,
  target: LogTarget,
  firstSeq: number,
  items: readonly CommitItem[],
  now: Date,
): Promise<boolean> {
  const projection = project(items, firstSeq)
  const waits = [...projection.openWaits.values()]
  const answered = await readChildOutcomes(
    db,
    waits.flatMap((wait) => wait.childRunId ?? []),
  )
  const approvalIds = await openApprovals(db, target, projection)
  await insertEvents(db, target, firstSeq, asLogged(items, approvalIds), now)
  await forgetSteps(db, target, projection.forgotten)
  await writeSteps(db, target, projection, now)
  await writeWaits(db, target, projection, { approvalIds, answered })
  for (const approvalId of projection.expiredApprovals) await expireApproval(db, approvalId, now)
  await closeApprovalsAt(db, target.runId, projection.mootApprovals, now)
  await writeCache(db, target, projection.cached)
  if (projection.ended || projection.run.restart) await closeApprovals(db, target.runId, now)
  await writeRun(db, target.runId, projection.run, now)
  return tellOthers(db, target, projection)
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

/** What a batch means to other runs. The locks that this takes come last, so that no two transactions wait for each other. */
async function tellOthers(db: Queryable, target: LogTarget, projection: Projection): Promise<boolean> {
  const { ended, settled } = projection
  let hasRung = false
  if (ended) {
    await db.query('DELETE FROM "Wait" WHERE "runId" = $1', [target.runId])
    hasRung = await answerParent(db, target.orgId, target.runId)
  }
  const events = [...projection.openWaits.values()].flatMap(({ eventName, since }) =>
    eventName !== undefined && since !== undefined ? { eventName, since } : [],
  )
  if (!ended && events.length > 0) hasRung = await wakeIfCame(db, target, events)
  if (target.hasPlaces === false || (!ended && settled.length === 0)) return hasRung
  return (await releasePlaces(db, target, ended ? 'all' : settled)) || hasRung
}

async function openApprovals(
  db: Queryable,
  target: LogTarget,
  projection: Projection,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const { orgId, projectId, runId } = target
  for (const { path, dueAt, approval } of projection.openWaits.values())
    if (approval) ids.set(path, await openApproval(db, { orgId, projectId, runId, path, dueAt }, approval))
  return ids
}

/** The log names the approval that a waiting step opened; the request itself, and what is kept for others, have rows. */
function asLogged(items: readonly CommitItem[], approvalIds: Map<string, string>): CommitItem[] {
  return items.map((item) => {
    if (item.type === 'step.succeeded' && 'cache' in item) {
      const { cache: _, ...event } = item
      return event
    }
    if (item.type !== 'step.waiting') return item
    const approvalId = approvalIds.get(item.path)
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
