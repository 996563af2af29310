import { systemPool } from '@/server/platform/db'
import { CHANGES_CHANNEL, type Change, OUTBOX_CHANNEL } from './channels'
import { ringHere } from './listen'

/**
 * Announcements of one process within so long after another one go out together: a NOTIFY in every commit halves the
 * commit rate. Also after a quiet time one waits a moment: who announces has something more urgent to do just then.
 */
const USUAL = { afterLastMs: 15, atLeastMs: 2 }
/** The end of a run is what people and programs wait for. */
const AT_AN_END = { afterLastMs: 4, atLeastMs: 0 }
/** NOTIFY carries at most 8,000 bytes. */
const MAX_RUNS_A_NOTICE = 100

interface Pending {
  changes: Map<string, Change>
  /** Whose relay has heard the bell already. */
  outbox: string | undefined
}

const pending: Pending = { changes: new Map(), outbox: undefined }
let flushedAtMs = Number.NEGATIVE_INFINITY
/** When the next announcement goes out. */
let next: { atMs: number; cancel(): void } | undefined

/** Says after a commit that something under `topic` (a noun: `runs`, `approvals` …) changed in the org. */
export function announce(orgId: string, topic: string): void {
  const change = changeOf(orgId)
  if (!change.topics.includes(topic)) change.topics.push(topic)
  schedule()
}

/** Says after a commit that a run's log now reaches `lastSeq`. */
export function announceRun(
  orgId: string,
  runId: string,
  { lastSeq, hasEnded }: { lastSeq: number; hasEnded: boolean },
): void {
  changeOf(orgId).runs[runId] = lastSeq
  announce(orgId, 'runs')
  if (hasEnded) schedule(AT_AN_END)
}

/** Wakes the relay after a commit. The outbox row is the truth; a bell that is not heard costs a second. */
export function ringOutbox(): void {
  pending.outbox = ringHere()
  schedule()
}

/** The same before a commit that comes in a moment. */
export function ringOutboxSoon(): void {
  setTimeout(ringOutbox, USUAL.afterLastMs).unref()
}

function changeOf(orgId: string): Change {
  const known = pending.changes.get(orgId)
  if (known) return known
  const change: Change = { orgId, topics: [], runs: {} }
  pending.changes.set(orgId, change)
  return change
}

function schedule({ afterLastMs, atLeastMs } = USUAL): void {
  const atMs = Math.max(flushedAtMs + afterLastMs, performance.now() + atLeastMs)
  if (next && next.atMs <= atMs) return
  next?.cancel()
  const timer = setTimeout(flush, atMs - performance.now())
  next = { atMs, cancel: () => clearTimeout(timer) }
}

function flush(): void {
  next = undefined
  flushedAtMs = performance.now()
  const notices: [channel: string, payload: string][] = []
  if (pending.outbox !== undefined) notices.push([OUTBOX_CHANNEL, pending.outbox])
  for (const change of pending.changes.values())
    for (const part of split(change)) notices.push([CHANGES_CHANNEL, JSON.stringify(part)])
  pending.changes.clear()
  pending.outbox = undefined
  // A lost announcement is mended by the listeners' own polling; it must never fail what was committed, nor wait
  // for the disk.
  systemPool()
    .query({
      name: 'announce',
      text: `SELECT set_config('synchronous_commit', 'off', true), count(pg_notify(n.channel, n.payload))
               FROM unnest($1::text[], $2::text[]) AS n(channel, payload)`,
      values: [notices.map(([channel]) => channel), notices.map(([, payload]) => payload)],
    })
    .catch(() => {})
}

function split(change: Change): Change[] {
  const runs = Object.entries(change.runs)
  if (runs.length <= MAX_RUNS_A_NOTICE) return [change]
  const parts: Change[] = []
  for (let at = 0; at < runs.length; at += MAX_RUNS_A_NOTICE)
    parts.push({ ...change, runs: Object.fromEntries(runs.slice(at, at + MAX_RUNS_A_NOTICE)) })
  return parts
}
