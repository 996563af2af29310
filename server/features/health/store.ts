import { systemPool } from '@/server/platform/db'

/** What all processes together have to do, as the database knows it. */
export interface Backlog {
  /** Calls of the embedded engine that are due and that nobody has taken. */
  queueDepth: number
  oldestDueSeconds: number
  /** Calls that a process has taken. */
  callsTaken: number
  /** Waits of runs: timers, approvals, events. */
  waits: number
  /** Worker processes whose lease is fresh, and others, whose calls are about to be taken over. */
  workersAlive: number
  workersSilent: number
  /** Events that the relay is to tell the engine and has not. */
  outboxDepth: number
  oldestOutboxSeconds: number
}

/** One statement; the counts are of small tables and of index pages. */
export async function readBacklog(): Promise<Backlog> {
  const { rows } = await systemPool().query<Backlog>(`
    SELECT
      (SELECT count(*) FROM engine.queue WHERE owner_id IS NULL AND due_at <= now())::int AS "queueDepth",
      (SELECT COALESCE(extract(epoch FROM now() - min(due_at)), 0) FROM engine.queue
        WHERE owner_id IS NULL AND due_at <= now())::float8 AS "oldestDueSeconds",
      (SELECT count(*) FROM engine.queue WHERE owner_id IS NOT NULL)::int AS "callsTaken",
      (SELECT count(*) FROM engine.waits)::int AS waits,
      (SELECT count(*) FROM engine.owners WHERE expires_at >= now())::int AS "workersAlive",
      (SELECT count(*) FROM engine.owners WHERE expires_at < now())::int AS "workersSilent",
      (SELECT count(*) FROM "OutboxEntry" WHERE "availableAt" <= now())::int AS "outboxDepth",
      (SELECT COALESCE(extract(epoch FROM now() - min("availableAt")), 0) FROM "OutboxEntry"
        WHERE "availableAt" <= now())::float8 AS "oldestOutboxSeconds"`)
  const [backlog] = rows
  if (!backlog) throw new Error('A SELECT without FROM gives one row.')
  return backlog
}
