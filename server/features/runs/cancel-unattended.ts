import { tenantDb } from '@/server/platform/db'
import { writeOutbox } from '@/server/platform/outbox'
import { announce, ringOutbox } from '@/server/platform/realtime'
import { lockRun } from './lock-run'
import { requestCancel } from './request-cancel'

/** Asks a run to stop where no person does; nothing happens to one that is over, stopping or gone. */
export async function cancelUnattended(
  orgId: string,
  runId: string,
  reason = 'The run that started it does not wait for it any more.',
): Promise<void> {
  const isAsked = await tenantDb(orgId).$transaction(async (db) => {
    const found = await db.run.findUnique({ where: { id: runId }, select: { projectId: true } })
    if (!found) return false
    const run = await lockRun(db, runId)
    if (run.cancelRequested) return false
    const { projectId } = found
    const cancelled = await requestCancel(db, { orgId, projectId }, run, {
      by: null,
      reason,
      now: new Date(),
    })
    if (cancelled?.wake) await writeOutbox(db, [{ orgId, ...cancelled.wake }])
    return cancelled !== undefined
  })
  if (!isAsked) return
  ringOutbox()
  announce(orgId, 'runs')
}
