import type { CommitItem, Lease } from '@/server/language/contracts'
import type { Sending } from '@/server/operations'
import { newToken } from './lease'
import type { RunRow } from './snapshot'

interface RunToBegin {
  orgId: string
  runId: string
  generation: number
}

/** Works on runs in this process. */
export interface WorkerHere {
  /** Begins with a run: at once, or behind what this turn of the event loop does. False: it waits for its call. */
  begin(run: RunToBegin, when: { isAtOnce: boolean }): boolean
}

/** What whoever works on a run commits together. */
export interface Commit {
  items: CommitItem[]
  at: Date
}

/** What there is to know of a run that has just been queued. */
interface FreshRun {
  row: RunRow
  /** Of its page, below the instance's address. */
  urlPath: string
  /** What time it is where runs live. */
  now(): Date
}

/** A run that is begun while it is being written. */
export interface BegunRun extends FreshRun {
  /** It is written with this one. */
  lease: Lease
  written: Promise<unknown>
  /** Has this written with the row. False: the row is on its way already. */
  join(first: Commit): boolean
}

/** How a run is written that is begun here. */
export interface Beginning {
  lease: Lease
  /** What is to be written with it, if anything: told when it is sent. */
  first(): Commit | undefined
}

interface Here {
  worker?: WorkerHere | undefined
  /** By id, until they are taken. */
  begun: Map<string, BegunRun>
}

// Next loads instrumentation, routes and pages as separate module copies: one starts runs, another works on them.
const shared = globalThis as unknown as { pawlHere?: Here }
shared.pawlHere ??= { begun: new Map() }
const here = shared.pawlHere

/** Has runs that this process starts begun by this worker, until the answer is called. */
export function workHere(worker: WorkerHere): () => void {
  here.worker = worker
  return () => {
    if (here.worker === worker) here.worker = undefined
  }
}

/** Of JSON text: to copy more takes longer than to read it. */
const MOST_CHARACTERS = 16_000

/**
 * Has a run begun by a worker of this process, if there is one with room for it: while its row is written, or while
 * that waits to be sent. Where there is none, the run waits for the engine's call.
 */
export function beginHere(
  run: RunToBegin,
  fresh: FreshRun,
  { written, hasToWait }: Sending,
): Beginning | undefined {
  const { worker } = here
  const { orgId, runId } = run
  const { inputs, projectVars, trigger } = fresh.row
  const given = JSON.stringify({ inputs, projectVars, trigger })
  if (!worker || given.length > MOST_CHARACTERS) return undefined
  const lease = { orgId, runId, token: newToken() }
  // A copy, as it would be read: nobody shares it with who started the run.
  const row: RunRow = { ...fresh.row, ...JSON.parse(given) }
  let first: Commit | undefined
  let isOpen = true
  const join = (wanted: Commit) => {
    if (isOpen) first = wanted
    return isOpen
  }
  here.begun.set(runId, { ...fresh, row, lease, written, join })
  if (!worker.begin(run, { isAtOnce: hasToWait })) {
    here.begun.delete(runId)
    return undefined
  }
  return {
    lease,
    first() {
      isOpen = false
      return first
    },
  }
}

/** What a run that is begun here is begun with instead of reading it; once. */
export function takeBegun(orgId: string, runId: string): BegunRun | undefined {
  const run = here.begun.get(runId)
  if (run?.lease.orgId !== orgId) return undefined
  here.begun.delete(runId)
  return run
}
