import { type Log, reasonOf } from '../log'
import type { Database } from '../store/database'
import { deleteOldEvents, deleteOldKeys, deleteOldRuns, type EventCursor } from '../store/retention'

export interface Retention {
  start(): void
  /** Ends after the batch under way. */
  stop(): Promise<void>
}

const EVERY_MS = 60_000
/** Old events that belong to no run are looked for once in so many rounds. */
const EVENTS_EVERY_ROUNDS = 60
const BATCH = 500

/** Removes what is kept no longer, a batch at a time, so that it never holds anything up. */
export function createRetention(db: Database, keepDays: number, log: Log): Retention {
  let timer: NodeJS.Timeout | undefined
  let cleaning: Promise<void> | undefined
  let isStopped = false
  let rounds = 0

  async function clean(): Promise<void> {
    await repeat(async () => (await deleteOldRuns(db, keepDays, BATCH)) >= BATCH)
    await repeat(async () => (await deleteOldKeys(db, BATCH)) >= BATCH)
    if (rounds++ % EVENTS_EVERY_ROUNDS !== 0) return
    let after: EventCursor | undefined
    await repeat(async () => {
      after = await deleteOldEvents(db, keepDays, BATCH, after)
      return after !== undefined
    })
  }

  async function repeat(doBatch: () => Promise<boolean>): Promise<void> {
    while (!isStopped && (await doBatch()));
  }

  return {
    start() {
      timer = setInterval(() => {
        cleaning ??= clean()
          .catch((error: unknown) =>
            log('warn', 'What is kept no longer could not be removed', { reason: reasonOf(error) }),
          )
          .finally(() => {
            cleaning = undefined
          })
      }, EVERY_MS)
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await cleaning
    },
  }
}
