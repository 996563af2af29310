import type { CommitItem, Lease } from '@/server/language/contracts'
import type { RunRow } from './snapshot'

/** What whoever works on a run first commits first. */
export interface FirstCommit {
  lease: Lease
  items: CommitItem[]
  at: Date
}

/** A run that this process starts, while it is being written. */
export interface FreshRun {
  orgId: string
  row: RunRow
  /** Of its page, below the instance's address. */
  urlPath: string
  /** What time it is where runs live. */
  now(): Date
  /** Has this written with the row, where the row still waits for it; the answer resolves when it is. */
  join?: (first: FirstCommit) => Promise<unknown> | undefined
}

const MOST = 200
/** Of JSON text. */
const MOST_CHARACTERS = 16_000

interface Fresh {
  runs: Map<string, FreshRun>
  /** Runs whose row is being written. */
  unwritten: Map<string, Promise<unknown>>
}

// Next loads instrumentation, routes and pages as separate module copies: one starts runs, another works on them.
const shared = globalThis as unknown as { pawlFreshRuns?: Fresh }
shared.pawlFreshRuns ??= { runs: new Map(), unwritten: new Map() }
const { runs: fresh, unwritten } = shared.pawlFreshRuns

/**
 * Remembers the row of a run that this process starts, for who works on it first in this process, until it is taken.
 * Whether it was written, and is still so, is asked by the first commit (`run-store.ts`). False: it is too large.
 */
export function rememberFresh(runId: string, run: FreshRun, written: Promise<unknown>): boolean {
  const settled = written
    .catch(() => undefined) // Who started it is told.
    .finally(() => unwritten.delete(runId))
  unwritten.set(runId, settled)
  const { inputs, projectVars, trigger } = run.row
  const given = JSON.stringify({ inputs, projectVars, trigger })
  if (given.length > MOST_CHARACTERS) return false
  // A copy, as it will be read: nobody shares it with who started the run.
  const row: RunRow = { ...run.row, ...JSON.parse(given) }
  fresh.set(runId, { ...run, row })
  // Those that other processes work on are never asked for.
  const [oldest] = fresh.keys()
  if (fresh.size > MOST && oldest !== undefined) fresh.delete(oldest)
  return true
}

/** Until then nobody can tell that there is no such run. */
export async function whenWritten(runId: string): Promise<void> {
  await unwritten.get(runId)
}

/** Once. */
export function takeFresh(orgId: string, runId: string): FreshRun | undefined {
  const run = fresh.get(runId)
  if (run?.orgId !== orgId) return undefined
  fresh.delete(runId)
  return run
}
