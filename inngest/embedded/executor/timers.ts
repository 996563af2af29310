import { nextCronTick } from '../protocol/cron'
import { errorMemo } from '../protocol/op'
import type { Database, Sql } from '../store/database'
import { lockDueCrons, moveCron } from '../store/functions'
import { requestCalls } from '../store/queue'
import { saveMemos } from '../store/steps'
import { type DueWait, takeDueWaits } from '../store/waits'
import { startCronRun } from './start-run'
import { applyTimeouts } from './timeouts'

const BATCH = 200
const NOTHING = '{"data":null}'
/** As an Inngest server words it. */
const INVOKE_TIMEOUT = errorMemo(
  'InngestInvokeTimeoutError',
  'Timed out waiting for invoked function to complete',
)

/** Ends the sleeps and waits whose time has come, and cancels the runs that took too long. */
export async function fireDueWaits(db: Database): Promise<void> {
  for (;;) {
    const taken = await db.transaction(async (tx) => {
      const due = await takeDueWaits(tx, BATCH)
      await endSteps(
        tx,
        due.filter(({ kind }) => kind !== 'cancel' && kind !== 'start' && kind !== 'finish'),
      )
      await applyTimeouts(
        tx,
        due.filter(({ kind }) => kind === 'start' || kind === 'finish'),
      )
      return due.length
    })
    if (taken < BATCH) return
  }
}

async function endSteps(tx: Sql, over: DueWait[]): Promise<void> {
  if (over.length === 0) return
  await saveMemos(
    tx,
    over.map(({ runId, stepId, kind }) => ({
      runId,
      stepId,
      result: kind === 'invoke' ? INVOKE_TIMEOUT : NOTHING,
    })),
  )
  await requestCalls(tx, [...new Set(over.map((wait) => wait.runId))].sort())
}

/** Starts a run for each cron whose tick has come: one a tick, however many processes; missed ticks become one. */
export async function fireDueCrons(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { config, expression, jitterMs, now } of await lockDueCrons(tx)) {
      await startCronRun(tx, config, expression, Math.random() * jitterMs)
      await moveCron(tx, config.id, expression, nextCronTick(expression, now))
    }
  })
}
