import { appendRunEvents, requestWake } from '@/server/features/run-events'
import type { JsonObject } from '@/server/kernel/json'
import type { RunEvent } from '@/server/kernel/run-events'
import type { TenantTransaction } from '@/server/platform/db'
import type { LockedRun } from './lock-run'
import { mayCancel, mayForceCancel } from './rules'

interface Cancellation {
  /** Null: no person. */
  by: string | null
  reason?: string | undefined
  now: Date
}

/** For the outbox, in the same transaction. */
export type WakeEntry = { name: 'run.wake'; data: JsonObject }

/**
 * Asks a locked run to stop; asked again while it is stopping, to stop without `finally` and rollback. A run that
 * no engine knows of yet ends at once. `undefined`: there was nothing to ask.
 */
export async function requestCancel(
  db: TenantTransaction,
  target: { orgId: string; projectId: string },
  run: LockedRun,
  { by, reason, now }: Cancellation,
): Promise<{ isForced: boolean; wake: WakeEntry | undefined } | undefined> {
  const isForced = mayForceCancel(run)
  if (!isForced && !mayCancel(run)) return undefined
  const { id: runId } = run
  await db.run.update({
    where: { id: runId },
    data: isForced ? { killRequestedAt: now } : { cancelRequestedAt: now },
    select: { id: true },
  })
  const told = reason === undefined ? {} : { reason }
  const asked: RunEvent = { type: 'run.cancelRequested', by, ...told, ...(isForced && { isForced }) }
  const events: RunEvent[] = run.isKeptBack ? [asked, { type: 'run.cancelled', ...told }] : [asked]
  await appendRunEvents(db, { ...target, runId }, events, now)
  if (run.isKeptBack) return { isForced, wake: undefined }
  return { isForced, wake: { name: 'run.wake', data: { runId, wake: await requestWake(db, runId) } } }
}
