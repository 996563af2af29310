import { wakeIfCame } from '@/server/features/events'
import { releasePlaces } from '@/server/features/run-slots'
import { newId } from '@/server/kernel/ids'
import type { CommitItem } from '@/server/language/contracts'
import type { Queryable, Statement } from '@/server/platform/db'
import { expireApproval } from './approval-rows'
import { answerParent, readChildOutcomes } from './child-outcome'
import { ANY_RUN, type Fence } from './fence'
import type { LogBatch } from './log-part'
import { firstLogStatement, type LogRow, logStatement, type NewRow } from './log-statement'
import { project } from './projection'
import { holdOrRestart } from './run-row'
import { forgetSteps, writeCache } from './step-rows'
import { insertWaits, waitRows } from './wait-rows'

interface LogTarget {
  orgId: string
  runId: string
}

export interface Appended {
  lastSeq: number
  hasEnded: boolean
  /** Other runs have been woken: ring the outbox once this is committed. */
  hasRung: boolean
}

/**
 * Appends events to a run's log and changes the rows that are read from it, in the caller's transaction.
 * `undefined`: the fence refused, or the run is gone; roll back.
 */
export async function appendToLog(
  db: Queryable,
  target: LogTarget,
  items: readonly CommitItem[],
  now: Date,
  fence: Fence = ANY_RUN,
): Promise<Appended | undefined> {
  const batch = batchOf(items)
  await forgetSteps(db, target, batch.projection.forgotten)
  const { rows } = await db.query<LogRow>(logStatement(target.runId, fence, batch, now, { guard: false }))
  const run = rows[0]
  if (!run) return undefined
  const { projectId, hasParent } = run
  const hasRung = await writeTheRest(db, { ...target, projectId, hasParent }, batch, now)
  return { lastSeq: run.base + items.length, hasEnded: batch.projection.ended, hasRung }
}

/**
 * The same in one statement, which is a transaction of its own. Nothing is written where it is `refused`, by the
 * fence or because of other runs that this means something to, or where `moreToDo` shows that it takes more.
 */
export async function appendAtOnce(
  db: Queryable,
  { runId }: LogTarget,
  items: readonly CommitItem[],
  now: Date,
  fence: Fence,
): Promise<Appended | 'refused' | 'moreToDo'> {
  const batch = batchOf(items)
  if (!isAlone(batch)) return 'moreToDo'
  const statement = logStatement(runId, fence, batch, now, { guard: true })
  const { rows } = await db.query<Pick<LogRow, 'base'>>(statement)
  const hasEnded = batch.projection.ended
  return rows[0] ? { lastSeq: rows[0].base + items.length, hasEnded, hasRung: false } : 'refused'
}

/** Writes a run and the first events of its log: that it was queued, what its steps keep, that it and they begin. */
export function beginLog(row: NewRow, items: readonly CommitItem[], now: Date): Statement {
  return firstLogStatement(row, batchOf(items), now)
}

function batchOf(items: readonly CommitItem[]): LogBatch {
  const projection = project(items)
  const approvalIds = new Map<string, string>()
  if (!projection.ended)
    for (const { path, approval } of projection.openWaits.values())
      if (approval) approvalIds.set(path, newId('approval'))
  return { items, projection, approvalIds }
}

/** Whether one statement writes all that a batch means, as far as the batch tells. */
function isAlone({ projection }: LogBatch): boolean {
  const { forgotten, openWaits, expiredApprovals, cached, run } = projection
  const isElsewhere = forgotten.length > 0 || expiredApprovals.length > 0 || cached.length > 0
  if (isElsewhere || run.restart || run.isPaused !== undefined) return false
  return [...openWaits.values()].every(
    ({ childRunId, eventName }) => childRunId === undefined && eventName === undefined,
  )
}

interface KnownTarget extends LogTarget {
  projectId: string
  hasParent: boolean
}

/** What a batch means beside its own run's rows. Whether other runs have been woken. */
async function writeTheRest(
  db: Queryable,
  target: KnownTarget,
  batch: LogBatch,
  now: Date,
): Promise<boolean> {
  const { projection } = batch
  await waitForChildren(db, target, batch)
  for (const approvalId of projection.expiredApprovals) await expireApproval(db, approvalId, now)
  await writeCache(db, target, projection.cached)
  await holdOrRestart(db, target.runId, projection.run, now)
  return tellOthers(db, target, batch)
}

async function waitForChildren(
  db: Queryable,
  { runId }: LogTarget,
  { projection, approvalIds }: LogBatch,
): Promise<void> {
  const waits = [...projection.openWaits.values()].filter((wait) => wait.childRunId !== undefined)
  if (waits.length === 0 || projection.ended) return
  const answered = await readChildOutcomes(
    db,
    waits.flatMap((wait) => wait.childRunId ?? []),
  )
  const rows = waitRows(waits, approvalIds, answered)
  await db.query(insertWaits('(SELECT id, "orgId", "projectId" FROM "Run" WHERE id = $1)', '$2'), [
    runId,
    rows,
  ])
}

/** What a batch means to other runs. The locks that this takes come last, so that no two transactions wait for each other. */
async function tellOthers(db: Queryable, target: KnownTarget, { projection }: LogBatch): Promise<boolean> {
  const { ended, settled, openWaits } = projection
  let hasRung = false
  if (ended && target.hasParent) hasRung = await answerParent(db, target.orgId, target.runId)
  const events = [...openWaits.values()].flatMap(({ eventName, since }) =>
    eventName !== undefined && since !== undefined ? { eventName, since } : [],
  )
  if (!ended && events.length > 0) hasRung = await wakeIfCame(db, target, events)
  if (!ended && settled.length === 0) return hasRung
  return (await releasePlaces(db, target, ended ? 'all' : settled)) || hasRung
}
