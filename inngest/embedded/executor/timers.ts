import { nextCronTick } from '../protocol/cron'
import type { Database } from '../store/database'
import { lockDueCrons, moveCron } from '../store/functions'
import { requestCalls } from '../store/queue'
import { saveMemos } from '../store/steps'
import { takeDueWaits } from '../store/waits'
import { startCronRun } from './ingest'

const BATCH = 200

/** Ends the sleeps and waits whose time has come: their steps are done, with nothing as result. */
export async function fireDueWaits(db: Database): Promise<void> {
  for (;;) {
    const taken = await db.transaction(async (tx) => {
      const due = await takeDueWaits(tx, BATCH)
      const over = due.filter((wait) => wait.kind !== 'cancel')
      if (over.length > 0) {
        await saveMemos(
          tx,
          over.map(({ runId, stepId }) => ({ runId, stepId, result: '{"data":null}' })),
        )
        await requestCalls(tx, [...new Set(over.map((wait) => wait.runId))].sort())
      }
      return due.length
    })
    if (taken < BATCH) return
  }
}

/** Starts a run for each cron whose tick has come: one a tick, however many processes; missed ticks become one. */
export async function fireDueCrons(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { config, expression, jitterMs } of await lockDueCrons(tx)) {
      await startCronRun(tx, config, expression, Math.random() * jitterMs)
      await moveCron(tx, config.id, expression, nextCronTick(expression, new Date()))
    }
  })
}
