import { type Appended, appendAtOnce, appendToLog } from '@/server/features/run-events'
import { isRunEnded, RUN_STATUSES } from '@/server/kernel/statuses'
import {
  type Acquired,
  type CommitItem,
  type Lease,
  LeaseLost,
  type Pulse,
  type RunStore,
} from '@/server/language/contracts'
import { inTransaction, type Queryable, tenantHot, tenantPool } from '@/server/platform/db'
import { announce, announceRun, ringOutbox } from '@/server/platform/realtime'
import { type Commit, takeBegun } from './begin-here'
import { inOrder, isUnwritten, noteUnwritten, whenSettled } from './first-commit'
import { held, LEASE_MS, newToken } from './lease'
import { RUN_COLUMNS, type RunRow, readSnapshot, readWaits, STOP } from './snapshot'

/** Runs in Postgres, for the interpreter: plain SQL, pinned to the run's org. */
export function createRunStore(options: { publicUrl: string }): RunStore {
  const home = new URL('.', options.publicUrl).href
  return {
    acquire: (request) => acquire(request, home),
    commit,
    heartbeat,
    readWaits: ({ orgId, runId }) => readWaits(tenantHot(orgId).soon, runId),
    release,
  }
}

interface AcquiredRow extends RunRow {
  urlPath: string
  at: Date
}

/**
 * Is not waited for to reach the disk: whoever takes over what a crash of Postgres made free again has another
 * token, and the first commit brings the lease to the disk with it.
 */
const UNAWAITED = `set_config('synchronous_commit', 'off', true) AS unawaited`

// Not those that go on: an index over statuses would do for them, and be read from end to end.
const ENDED = RUN_STATUSES.filter(isRunEnded)

const ACQUIRE = `
  UPDATE "Run" r
     SET "leaseToken" = $5::int, "leaseExpiresAt" = now() + $4::int * interval '1 millisecond',
         "wakesTaken" = r."wakesRequested"
   WHERE r.id = $1 AND r.generation = $2::int AND r.status <> ALL ($3::text[])
     AND (r."leaseExpiresAt" IS NULL OR r."leaseExpiresAt" < now())
  RETURNING ${RUN_COLUMNS}, (SELECT o.slug || '/' || p.slug FROM "Project" p JOIN "Organization" o ON o.id = p."orgId"
                          WHERE p.id = r."projectId") || '/runs/' || r.number AS "urlPath", clock_timestamp() AS at,
            ${UNAWAITED}`

async function acquire(
  { orgId, runId, generation }: { orgId: string; runId: string; generation: number },
  home: string,
): Promise<Acquired> {
  const db = tenantHot(orgId).soon
  const begun = generation === 1 ? takeBegun(orgId, runId) : undefined
  if (begun) {
    const { lease, row, urlPath, now } = begun
    noteUnwritten(begun)
    return {
      kind: 'acquired',
      lease,
      snapshot: await readSnapshot(db, lease, row, home + urlPath),
      at: now(),
    }
  }
  const lease = { orgId, runId, token: newToken() }
  const { rows } = await db.query<AcquiredRow>({
    name: 'acquire',
    text: ACQUIRE,
    values: [runId, generation, ENDED, LEASE_MS, lease.token],
  })
  const readMs = performance.now()
  const run = rows[0]
  if (!run) return whyNot(db, runId, generation)
  const snapshot = await readSnapshot(db, lease, run, home + run.urlPath)
  return { kind: 'acquired', lease, snapshot, at: new Date(run.at.getTime() + performance.now() - readMs) }
}

async function whyNot(db: Queryable, runId: string, generation: number): Promise<Acquired> {
  const { rows } = await db.query<{ waitMs: number }>(
    `SELECT greatest(0, extract(epoch FROM "leaseExpiresAt" - now()) * 1000)::int AS "waitMs"
       FROM "Run" WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')`,
    [runId, generation],
  )
  return rows[0] ? { kind: 'busy', retryAfterMs: Math.min(rows[0].waitMs + 20, 1_000) } : { kind: 'ended' }
}

async function commit(lease: Lease, items: CommitItem[], at: string): Promise<void> {
  if (items.length === 0) return
  const commit = { items, at: new Date(at) }
  await inOrder(lease, commit, {
    write: () => append(lease, commit),
    tell(appended) {
      if (appended.hasRung) ringOutbox()
      announceRun(lease.orgId, lease.runId, appended)
      if (items.some((item) => item.type === 'step.waiting' && 'approval' in item))
        announce(lease.orgId, 'approvals')
    },
  })
}

/** Leases of runs that hold places: what they commit means something to others, so one statement is not tried again. */
const entangled = new WeakSet<Lease>()

async function append(lease: Lease, { items, at }: Commit): Promise<Appended> {
  const fence = held(lease)
  const alone = entangled.has(lease)
    ? 'refused'
    : await appendAtOnce(tenantHot(lease.orgId).durable, lease, items, at, fence)
  if (typeof alone === 'object') return alone
  const appended = await inTransaction(tenantPool(lease.orgId), async (client) => {
    const done = await appendToLog(client, lease, items, at, fence)
    if (!done) throw new LeaseLost(lease.runId)
    return done
  })
  if (alone === 'refused') entangled.add(lease)
  return appended
}

const HEARTBEAT = `
  UPDATE "Run" r
     SET "leaseExpiresAt" = now() + $3::int * interval '1 millisecond', "wakesTaken" = r."wakesRequested"
    FROM (SELECT id, "wakesTaken" FROM "Run" WHERE id = $1 FOR NO KEY UPDATE) before
   WHERE r.id = before.id AND r."leaseToken" = $2::int AND r."leaseExpiresAt" IS NOT NULL
  RETURNING ${STOP} AS stop, r."pausedAt" IS NOT NULL AS "isPaused",
            r."wakesRequested" > before."wakesTaken" AS woken, ${UNAWAITED}`

async function heartbeat(lease: Lease): Promise<Pulse> {
  if (isUnwritten(lease)) return { stop: 'none', isPaused: false, woken: false }
  await whenSettled(lease)
  const { rows } = await tenantHot(lease.orgId).soon.query<Pulse>({
    name: 'heartbeat',
    text: HEARTBEAT,
    values: [lease.runId, lease.token, LEASE_MS],
  })
  if (!rows[0]) throw new LeaseLost(lease.runId)
  const { stop, isPaused, woken } = rows[0]
  return { stop, isPaused, woken }
}

/** Nothing is given back when the world changed since the last look: the wave goes on. */
const RELEASE = `
  UPDATE "Run" r
     SET "leaseExpiresAt" = NULL, status = CASE WHEN r.status = 'running' THEN 'waiting' ELSE r.status END
   WHERE r.id = $1 AND r."leaseToken" = $2::int AND r."leaseExpiresAt" IS NOT NULL
     AND r."wakesRequested" = r."wakesTaken"
  RETURNING ${STOP} AS stop, r."pausedAt" IS NOT NULL AS "isPaused"`

async function release(lease: Lease): Promise<Pulse> {
  await whenSettled(lease)
  const { rows } = await tenantHot(lease.orgId).durable.query<Omit<Pulse, 'woken'>>({
    name: 'release',
    text: RELEASE,
    values: [lease.runId, lease.token],
  })
  if (!rows[0]) return { ...(await heartbeat(lease)), woken: true }
  announce(lease.orgId, 'runs')
  return { ...rows[0], woken: false }
}
