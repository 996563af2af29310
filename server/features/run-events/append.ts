import type { RunEvent } from '@/server/kernel/run-events'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'
import { ringOutboxSoon } from '@/server/platform/realtime'
import { appendToLog } from './run-log'

/** Appends events from outside the interpreter (a decision, a cancel), in an operation's transaction. */
export async function appendRunEvents(
  db: TenantTransaction,
  target: { orgId: string; runId: string },
  events: RunEvent[],
  now: Date,
): Promise<number> {
  const appended = await appendToLog(asQueryable(db), target, events, now)
  if (!appended) throw new Error(`Run ${target.runId} is gone.`)
  // Should the operation take longer to commit, the relay looks again within a second.
  if (appended.hasRung) ringOutboxSoon()
  return appended.lastSeq
}

/** Asks for a wave: raises the counter that tells whether one has taken notice. Returns the counter. */
export async function requestWake(db: TenantTransaction, runId: string): Promise<number> {
  const run = await db.run.update({
    where: { id: runId },
    data: { wakesRequested: { increment: 1 } },
    select: { wakesRequested: true },
  })
  return run.wakesRequested
}
