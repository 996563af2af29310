import { setImmediate as turn } from 'node:timers/promises'
import { isPlainBeginning } from '@/server/features/run-events'
import { type FirstCommit, type FreshRun, rememberFresh } from './fresh-runs'

interface RunToBegin {
  orgId: string
  runId: string
  generation: number
}

/** Works on runs in this process. */
export interface WorkerHere {
  /** Begins with a run that is not written yet, for the engine's call to find; false: it waits for that call. */
  begin(run: RunToBegin): boolean
}

// Next loads instrumentation, routes and pages as separate module copies.
const shared = globalThis as unknown as { pawlWorker?: WorkerHere }

/** Has runs that this process starts begun by this worker, until the answer is called. */
export function workHere(worker: WorkerHere): () => void {
  shared.pawlWorker = worker
  return () => {
    if (shared.pawlWorker === worker) shared.pawlWorker = undefined
  }
}

/** So many turns of the event loop the row waits: a run that needs nothing but its definition has begun by then. */
const MOST_TURNS = 4

/**
 * Lets a run be begun by a worker of this process, if there is one, while its row is being written: it is remembered,
 * and begun with now where there is room. Gives what that worker wants to commit at once, to be written with the row,
 * in the transaction that `written` tells of; nothing where it takes longer, and commits later.
 */
export async function beginHere(
  run: RunToBegin,
  fresh: FreshRun,
  written: Promise<unknown>,
): Promise<FirstCommit | undefined> {
  const worker = shared.pawlWorker
  if (!worker) return undefined
  let first: FirstCommit | undefined
  let isOpen = true
  const begun: FreshRun = {
    ...fresh,
    join(wanted) {
      if (!isOpen || !isPlainBeginning(wanted.items)) return undefined
      isOpen = false
      first = wanted
      return written
    },
  }
  const isRemembered = rememberFresh(run.runId, begun, written)
  if (isRemembered && worker.begin(run))
    for (let turns = 0; turns < MOST_TURNS && isOpen; turns += 1) await turn()
  isOpen = false
  return first
}
