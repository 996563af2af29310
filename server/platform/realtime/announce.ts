import { systemPool } from '@/server/platform/db'
import { CHANGES_CHANNEL, type Change, OUTBOX_CHANNEL } from './channels'

/** Announcements of one process within this time go out together: a NOTIFY in every commit halves the commit rate. */
const COALESCE_MS = 15
/** NOTIFY carries at most 8,000 bytes. */
const MAX_RUNS_A_NOTICE = 100

interface Pending {
  changes: Map<string, Change>
  outbox: boolean
  timer: NodeJS.Timeout | undefined
}

const pending: Pending = { changes: new Map(), outbox: false, timer: undefined }

/** Says after a commit that something under `topic` (a noun: `runs`, `approvals` …) changed in the org. */
export function announce(orgId: string, topic: string): void {
  const change = changeOf(orgId)
  if (!change.topics.includes(topic)) change.topics.push(topic)
  schedule()
}

/** Says after a commit that a run's log now reaches `seq`. */
export function announceRun(orgId: string, runId: string, seq: number): void {
  changeOf(orgId).runs[runId] = seq
  announce(orgId, 'runs')
}

/** Wakes the relay. The outbox row is the truth; a bell that is not heard costs a second. */
export function ringOutbox(): void {
  pending.outbox = true
  schedule()
}

function changeOf(orgId: string): Change {
  const known = pending.changes.get(orgId)
  if (known) return known
  const change: Change = { orgId, topics: [], runs: {} }
  pending.changes.set(orgId, change)
  return change
}

function schedule(): void {
  pending.timer ??= setTimeout(flush, COALESCE_MS)
}

function flush(): void {
  const notices: [channel: string, payload: string][] = []
  if (pending.outbox) notices.push([OUTBOX_CHANNEL, ''])
  for (const change of pending.changes.values())
    for (const part of split(change)) notices.push([CHANGES_CHANNEL, JSON.stringify(part)])
  pending.changes.clear()
  pending.outbox = false
  pending.timer = undefined
  // A lost announcement is mended by the listeners' own polling; it must never fail what was committed.
  systemPool()
    .query(
      'SELECT pg_notify(n.channel, n.payload) FROM unnest($1::text[], $2::text[]) AS n(channel, payload)',
      [notices.map(([channel]) => channel), notices.map(([, payload]) => payload)],
    )
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
