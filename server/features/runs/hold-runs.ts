import { appendRunEvents, requestWake } from '@/server/features/run-events'
import type { MutationContext } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { lockRun } from './lock-run'
import { mayContinue, mayPause } from './rules'

/**
 * Pauses a run, or lets it go on, with the runs that it started and waits for: together they are what people see
 * as one. Those that are held, or go on, already are left alone. How many changed.
 */
export async function holdRuns(
  { scope, db, now, emit }: MutationContext<'project'>,
  runId: string,
  type: 'run.paused' | 'run.continued',
): Promise<number> {
  const { rows } = await asQueryable(db).query<{ id: string }>(RUN_AND_CHILDREN, [runId])
  const may = type === 'run.paused' ? mayPause : mayContinue
  let changed = 0
  for (const { id } of rows) {
    if (!may(await lockRun(db, id))) continue
    const target = { orgId: scope.orgId, projectId: scope.projectId, runId: id }
    await appendRunEvents(db, target, [{ type, by: scope.user.userId }], now)
    emit({ name: 'run.wake', data: { runId: id, wake: await requestWake(db, id) } })
    changed += 1
  }
  return changed
}

/** In one order, so that two people who hold related runs do not wait for each other. */
const RUN_AND_CHILDREN = `
  WITH RECURSIVE family(id) AS (
    SELECT $1::text
    UNION
    SELECT r.id FROM family f JOIN "Run" r ON r."parentRunId" = f.id
     WHERE r.status IN ('queued', 'running', 'waiting') AND NOT coalesce((r.trigger->>'isDetached')::boolean, false)
  )
  SELECT id FROM family ORDER BY id`
