import type { RunEvent } from '@/server/kernel/run-events'
import { asQueryable, type TenantTransaction } from '@/server/platform/db'
import { ringOutbox } from '@/server/platform/realtime'
import { appendToLog, type LogTarget, takeSeqs } from './run-log'

/** Appends events from outside the interpreter (a decision, a cancel), in an operation's transaction. */
export async function appendRunEvents(
  db: TenantTransaction,
  target: LogTarget,
  events: RunEvent[],
  now: Date,
): Promise<number> {
  const sql = asQueryable(db)
  const firstSeq = await takeSeqs(sql, target.runId, events.length)
  // The bell may ring before the operation has committed; then the relay looks again within a second.
  if (await appendToLog(sql, target, firstSeq, events, now)) ringOutbox()
  return firstSeq + events.length - 1
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
