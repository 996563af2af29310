import { setImmediate as turn } from 'node:timers/promises'
import type { Appended } from '@/server/features/run-events'
import { type CommitItem, type Lease, LeaseLost } from '@/server/language/contracts'
import type { BegunRun, Commit } from './begin-here'

interface Writing {
  write(): Promise<Appended>
  /** Told when it is on disk. */
  tell(appended: Appended): void
}

/** Runs that are begun while they are written, by their leases: nothing has been committed under these yet. */
const unwritten = new WeakMap<Lease, BegunRun>()

/** First commits that nobody has waited for; whoever commits next does. */
const unawaited = new WeakMap<Lease, Promise<void>>()

/** What tells that something begins, and nothing of what comes of it. */
const BEGINNINGS: ReadonlySet<CommitItem['type']> = new Set(['run.started', 'run.titled', 'step.started'])

export function noteUnwritten(run: BegunRun): void {
  unwritten.set(run.lease, run)
}

/** The first commit finds out whether the lease is there. */
export function isUnwritten(lease: Lease): boolean {
  return unwritten.has(lease)
}

/** Until what was committed under this lease is on disk; rejects where that does not come about. */
export async function whenSettled(lease: Lease): Promise<void> {
  await unawaited.get(lease)
}

/**
 * Commits under a lease, in order. What a run that is begun here commits first, that it begins, is written with its
 * row, where that has not been sent yet; otherwise the run goes on as soon as the row is on disk, and its beginning is
 * written meanwhile. What comes next waits for that (ADR 19).
 */
export async function inOrder(lease: Lease, commit: Commit, { write, tell }: Writing): Promise<void> {
  const run = unwritten.get(lease)
  if (!run) {
    await whenSettled(lease)
    return tell(await write())
  }
  const { items } = commit
  const isBeginning = items.every(({ type }) => BEGINNINGS.has(type))
  const isJoined = isBeginning && run.join(commit)
  await run.written.catch(() => {
    throw new LeaseLost(lease.runId)
  })
  unwritten.delete(lease)
  if (isJoined) tell({ lastSeq: 1 + items.length, hasEnded: false, hasRung: false })
  else if (isBeginning) writeMeanwhile(lease, async () => tell(await write()))
  else tell(await write())
}

/** Behind what begins now. */
function writeMeanwhile(lease: Lease, write: () => Promise<void>): void {
  const written = turn().then(write)
  unawaited.set(lease, written)
  written.then(
    () => unawaited.delete(lease),
    () => undefined, // Whoever commits next hears of it.
  )
}
