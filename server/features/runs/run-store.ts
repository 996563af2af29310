import type pg from 'pg'
import { appendToLog } from '@/server/features/run-events'
import {
  type Acquired,
  type CommitItem,
  type Lease,
  LeaseLost,
  type Pulse,
  type RunStore,
  type WorkflowDefinition,
} from '@/server/language/contracts'
import { inTransaction, type Queryable, tenantPool } from '@/server/platform/db'
import { announce, announceRun, ringOutbox } from '@/server/platform/realtime'
import { RUN_COLUMNS, type RunRow, readSnapshot, readWaits, STOP } from './snapshot'

/** A lease nobody prolongs for this long is free to take. */
const LEASE_MS = 5_000

/** Runs in Postgres, for the interpreter: plain SQL, pinned to the run's org. */
export function createRunStore(options: { publicUrl: string }): RunStore {
  return {
    acquire: (request) => acquire(request, options.publicUrl),
    commit,
    heartbeat,
    readWaits: ({ orgId, runId }) => readWaits(tenantPool(orgId), runId),
    release,
  }
}

interface AcquiredRow extends RunRow {
  leaseToken: number
  definition: WorkflowDefinition
  urlPath: string
}

async function acquire(
  { orgId, runId, generation }: { orgId: string; runId: string; generation: number },
  publicUrl: string,
): Promise<Acquired> {
  const pool = tenantPool(orgId)
  const { rows } = await pool.query<AcquiredRow>(
    `UPDATE "Run" r
        SET "leaseToken" = r."leaseToken" + 1, "leaseExpiresAt" = now() + $4 * interval '1 millisecond',
            "wakesTaken" = r."wakesRequested"
       FROM "WorkflowVersion" v, "Project" p, "Organization" o
      WHERE r.id = $1 AND r.generation = $2 AND r.status = ANY ($3)
        AND v.id = r."versionId" AND p.id = r."projectId" AND o.id = r."orgId"
        AND (r."leaseExpiresAt" IS NULL OR r."leaseExpiresAt" < now())
  RETURNING ${RUN_COLUMNS}, r."leaseToken", v.definition,
            o.slug || '/' || p.slug || '/runs/' || r.number AS "urlPath"`,
    [runId, generation, ['queued', 'running', 'waiting'], LEASE_MS],
  )
  const run = rows[0]
  if (!run) return whyNot(pool, runId, generation)
  const lease = { orgId, runId, token: run.leaseToken }
  const { definition, urlPath } = run
  const url = new URL(urlPath, publicUrl).href
  return { kind: 'acquired', lease, snapshot: await readSnapshot(pool, lease, run, { definition, url }) }
}

async function whyNot(pool: pg.Pool, runId: string, generation: number): Promise<Acquired> {
  const { rows } = await pool.query<{ waitMs: number }>(
    `SELECT greatest(0, extract(epoch FROM "leaseExpiresAt" - now()) * 1000)::int AS "waitMs"
       FROM "Run" WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting')`,
    [runId, generation],
  )
  return rows[0] ? { kind: 'busy', retryAfterMs: Math.min(rows[0].waitMs + 20, 1_000) } : { kind: 'ended' }
}

interface CommittedRow {
  lastSeq: number
  projectId: string
  hasPlaces: boolean
}

async function commit(lease: Lease, items: CommitItem[], at: string): Promise<void> {
  if (items.length === 0) return
  const { lastSeq, hasRung } = await inTransaction(tenantPool(lease.orgId), async (client) => {
    const { rows } = await client.query<CommittedRow>(
      `UPDATE "Run" r SET "lastSeq" = r."lastSeq" + $3, "leaseExpiresAt" = now() + $4 * interval '1 millisecond'
        WHERE r.id = $1 AND r."leaseToken" = $2 AND r."leaseExpiresAt" IS NOT NULL
    RETURNING r."lastSeq", r."projectId",
              EXISTS (SELECT 1 FROM "ConcurrencySlot" s WHERE s."runId" = r.id) AS "hasPlaces"`,
      [lease.runId, lease.token, items.length, LEASE_MS],
    )
    const run = rows[0]
    if (!run) throw new LeaseLost(lease.runId)
    const { orgId, runId } = lease
    const target = { orgId, projectId: run.projectId, runId, hasPlaces: run.hasPlaces }
    const firstSeq = run.lastSeq - items.length + 1
    return { lastSeq: run.lastSeq, hasRung: await appendToLog(client, target, firstSeq, items, new Date(at)) }
  })
  if (hasRung) ringOutbox()
  announceRun(lease.orgId, lease.runId, lastSeq)
  if (items.some((item) => item.type === 'step.waiting' && 'approval' in item))
    announce(lease.orgId, 'approvals')
}

async function heartbeat(lease: Lease): Promise<Pulse> {
  const { rows } = await tenantPool(lease.orgId).query<Pulse>(
    `UPDATE "Run" r
        SET "leaseExpiresAt" = now() + $3 * interval '1 millisecond', "wakesTaken" = r."wakesRequested"
       FROM (SELECT id, "wakesTaken" FROM "Run" WHERE id = $1 FOR NO KEY UPDATE) before
      WHERE r.id = before.id AND r."leaseToken" = $2 AND r."leaseExpiresAt" IS NOT NULL
  RETURNING ${STOP} AS stop, r."pausedAt" IS NOT NULL AS "isPaused",
            r."wakesRequested" > before."wakesTaken" AS woken`,
    [lease.runId, lease.token, LEASE_MS],
  )
  if (!rows[0]) throw new LeaseLost(lease.runId)
  return rows[0]
}

async function release(lease: Lease): Promise<Pulse> {
  const released = await inTransaction(tenantPool(lease.orgId), (client) => giveBack(client, lease))
  if (!released) return { ...(await heartbeat(lease)), woken: true }
  announce(lease.orgId, 'runs')
  return released
}

/** Nothing to give back when the world changed since the last look: the wave goes on. */
async function giveBack(client: Queryable, lease: Lease): Promise<Pulse | undefined> {
  const { rows } = await client.query<Omit<Pulse, 'woken'>>(
    `UPDATE "Run" r
        SET "leaseExpiresAt" = NULL, status = CASE WHEN r.status = 'running' THEN 'waiting' ELSE r.status END
      WHERE r.id = $1 AND r."leaseToken" = $2 AND r."leaseExpiresAt" IS NOT NULL
        AND r."wakesRequested" = r."wakesTaken"
  RETURNING ${STOP} AS stop, r."pausedAt" IS NOT NULL AS "isPaused"`,
    [lease.runId, lease.token],
  )
  return rows[0] && { ...rows[0], woken: false }
}
